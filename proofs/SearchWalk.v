(* The search agent on the graph: it follows a policy, but never repeats a directed edge.

   Its state is its history, the edges travelled with the last one first. It takes the row of the policy after the last
   edge (Graph.v, with a uniform choice among lanes) and renormalises it over the moves that it has not made yet. If the
   row gives these no probability, it takes the limit of rows that give them some: in a row of Graph.v the moves of
   probability zero share it alike, so that the limit is uniform. Without an unused move it is stuck.

   Hypotheses: W corridors of K diamonds with L >= 1 lanes each, and a policy with these rows l in every corridor.

   Main definitions: unused_moves, likely, chosen, search_moves, found, open_lanes, keeps.
   Main results: time_step (the first-step equation of histories), goes_on, turned_back, goes_home, leaves (what is
   chosen at a vertex). *)
From Coq Require Import Bool Reals List Lra Lia Psatz.
From Backproof Require Import Corridor Chain Graph CorridorGraph.
Import ListNotations.
Local Open Scope R_scope.

Lemma filter_of_map : forall {A B} (f : A -> B) (P : B -> bool) l,
  filter P (map f l) = map f (filter (fun a => P (f a)) l).
Proof. intros A B f P l. induction l as [| a l IH]; [reflexivity |]. cbn. rewrite IH. now destruct (P (f a)). Qed.

(* A test that fails for one more element keeps one less. *)
Lemma filter_drops : forall (P P' : nat -> bool) w l, NoDup l -> In w l -> P w = true ->
  (forall i, In i l -> P' i = P i && negb (i =? w)) -> length (filter P l) = S (length (filter P' l)).
Proof.
  intros P P' w l Distinct In Pw Drop. induction l as [| a l IH]; [destruct In |].
  inversion Distinct as [| ? ? New Rest]; subst. cbn [filter]. rewrite (Drop a (or_introl eq_refl)).
  destruct (Nat.eqb_spec a w) as [-> | Other].
  - rewrite Pw. cbn. f_equal. f_equal. apply filter_ext_in. intros i Hi. rewrite (Drop i (or_intror Hi)).
    destruct (Nat.eqb_spec i w) as [-> |]; [contradiction | now rewrite andb_true_r].
  - destruct In as [E | In]; [easy |]. specialize (IH Rest In (fun i Hi => Drop i (or_intror Hi))).
    rewrite andb_true_r. destruct (P a); cbn [length]; lia.
Qed.

Section Agent.
  Variables (W t K L : nat) (l : corridor).
  Hypothesis HL : (1 <= L)%nat.
  Hypothesis Long : length l = (2 * K)%nat.

  Definition row (s : state) : list (R * state) :=
    moves W (fun _ => l) (fun _ w e => uniform (lanes_of L w e)) s.

  Definition unused (history : list state) (s : state) : bool :=
    if in_dec same_state s history then false else true.
  Definition unused_moves (history : list state) : list (R * state) :=
    match history with [] => [] | s :: _ => filter (fun m => unused history (snd m)) (row s) end.
  Definition likely (history : list state) : list (R * state) :=
    filter (fun m => if Req_EM_T (fst m) 0 then false else true) (unused_moves history).

  Definition chosen (history : list state) : list (R * state) :=
    match likely history with
    | [] => map (fun m => (1 / INR (length (unused_moves history)), snd m)) (unused_moves history)
    | some => map (fun m => (fst m / mean (fun _ => 1) some, snd m)) some
    end.
  Definition search_moves (history : list state) : list (R * list state) :=
    map (fun m => (fst m, snd m :: history)) (chosen history).
  Definition found (history : list state) : bool :=
    match history with s :: _ => met t (fun _ => l) s | [] => false end.
  Definition search_time : list state -> R -> Prop := expected_time _ found search_moves.

  (* ---- First steps ---- *)

  Lemma mean_search : forall f history,
    mean f (search_moves history) = mean (fun s => f (s :: history)) (chosen history).
  Proof.
    intros f history. unfold search_moves. induction (chosen history) as [| [p s] law IH]; [reflexivity |].
    cbn [map fst snd]. now rewrite !mean_cons, IH.
  Qed.

  Lemma time_at_target : forall history, found history = true -> search_time history 0.
  Proof.
    intros history Met e He. exists 0%nat. intros N _. rewrite horizon_at_target by exact Met. unfold R_dist.
    rewrite Rminus_0_r, Rabs_R0. exact He.
  Qed.

  Lemma search_horizon : forall N history, found history = false ->
    within_horizon _ found search_moves (S N) history =
      1 + mean (within_horizon _ found search_moves N) (search_moves history).
  Proof.
    induction N as [| N IH]; intros history Free.
    - cbn [within_horizon survival]. rewrite Free. rewrite (mean_same _ (fun h => 0 * 1)), mean_scale; [ring |].
      apply Forall_forall. intros; cbn; ring.
    - change (within_horizon _ found search_moves (S (S N)) history) with
        (within_horizon _ found search_moves (S N) history + survival _ found search_moves (S N) history).
      rewrite IH, survival_step by exact Free. cbn [within_horizon]. rewrite mean_plus. ring.
  Qed.

  Theorem time_step : forall history f, found history = false ->
    (forall m, In m (chosen history) -> search_time (snd m :: history) (f (snd m))) ->
    search_time history (1 + mean f (chosen history)).
  Proof.
    intros history f Free Next.
    assert (Limit : Un_cv
      (fun N => mean (fun s => within_horizon _ found search_moves N (s :: history)) (chosen history))
      (mean f (chosen history))) by (apply mean_limit, Forall_forall; exact Next).
    intros e He. destruct (Limit e He) as [N0 HN0]. exists (S N0). intros [| N] HN; [lia |].
    specialize (HN0 N ltac:(lia)). rewrite search_horizon, mean_search by exact Free. unfold R_dist in *.
    match goal with |- Rabs (1 + ?a - (1 + ?b)) < e => replace (1 + a - (1 + b)) with (a - b) by ring end. exact HN0.
  Qed.

  (* ---- What is chosen ---- *)

  Definition alike (to : nat -> state) (numbers : list nat) : list (R * state) :=
    map (fun i => (1 / INR (length numbers), to i)) numbers.

  Definition open_lanes (history : list state) (to : nat -> state) (n : nat) : list nat :=
    filter (fun i => unused history (to i)) (seq 0 n).

  Lemma mean_map : forall {A} (f : A -> R) c to (numbers : list nat),
    mean f (map (fun i => (c, to i)) numbers) = c * fold_right (fun i s => f (to i) + s) 0 numbers.
  Proof.
    intros A f c to numbers. induction numbers as [| i numbers IH]; [cbn; ring |].
    cbn [map]. rewrite mean_cons, IH. cbn. ring.
  Qed.

  Lemma count_ones : forall numbers : list nat, fold_right (fun _ s => 1 + s) 0 numbers = INR (length numbers).
  Proof. induction numbers as [| i numbers IH]; [reflexivity |]. cbn [fold_right length]. rewrite IH, S_INR. ring. Qed.

  Lemma mean_alike : forall f to numbers E, numbers <> [] -> (forall i, In i numbers -> f (to i) = E) ->
    mean f (alike to numbers) = E.
  Proof.
    intros f to numbers E Some Same. assert (Pos : 0 < INR (length numbers)).
    { destruct numbers; [easy |]. cbn [length]. rewrite S_INR. pose proof (pos_INR (length numbers)). lra. }
    unfold alike. rewrite (mean_same _ (fun _ => E * 1)).
    - rewrite mean_scale, mean_map, count_ones. field. lra.
    - apply Forall_map, Forall_forall. intros i Hi. cbn. rewrite Same by exact Hi. ring.
  Qed.

  Lemma time_alike : forall history to numbers E, found history = false -> chosen history = alike to numbers ->
    numbers <> [] -> (forall i, In i numbers -> search_time (to i :: history) E) -> search_time history (1 + E).
  Proof.
    intros history to numbers E Free Chosen Some Next.
    rewrite <- (mean_alike (fun _ => E) to numbers E Some) by reflexivity.
    rewrite <- Chosen. apply time_step; [exact Free |]. rewrite Chosen. unfold alike. intros m Hm.
    apply in_map_iff in Hm as (i & <- & Hi). now apply Next.
  Qed.

  Lemma unused_onto : forall history to c n, filter (fun m => unused history (snd m)) (onto to c (uniform n)) =
    map (fun i => (c * (1 / INR n), to i)) (open_lanes history to n).
  Proof. intros history to c n. unfold onto, uniform. rewrite map_map, filter_of_map. reflexivity. Qed.

  Lemma likely_map : forall c (to : nat -> state) numbers,
    filter (fun m => if Req_EM_T (fst m) 0 then false else true) (map (fun i => (c, to i)) numbers) =
    if Req_EM_T c 0 then [] else map (fun i => (c, to i)) numbers.
  Proof.
    intros c to numbers. induction numbers as [| i numbers IH]; [now destruct (Req_EM_T c 0) |].
    cbn [map filter fst]. rewrite IH. now destruct (Req_EM_T c 0).
  Qed.

  Lemma chosen_alike : forall history c to numbers, likely history = map (fun i => (c, to i)) numbers -> c <> 0 ->
    numbers <> [] -> chosen history = alike to numbers.
  Proof.
    intros history c to numbers Likely Hc Some. unfold chosen. rewrite Likely.
    assert (Pos : INR (length numbers) <> 0) by (apply not_0_INR; now destruct numbers).
    destruct (map (fun i => (c, to i)) numbers) eqn:E; [now destruct numbers |]. rewrite <- E.
    rewrite mean_map, count_ones, map_map. unfold alike. apply map_ext. intros i. cbn. f_equal. field. now split.
  Qed.

  Lemma chosen_limit : forall history c to numbers, likely history = [] ->
    unused_moves history = map (fun i => (c, to i)) numbers -> chosen history = alike to numbers.
  Proof.
    intros history c to numbers Likely Unused. unfold chosen. rewrite Likely, Unused, map_map, map_length. reflexivity.
  Qed.

  Lemma lanes_pos : forall w e, 0 < 1 / INR (lanes_of L w e).
  Proof.
    intros w e. apply Rdiv_lt_0_compat; [lra |]. apply lt_0_INR. unfold lanes_of. destruct (Nat.even e); lia.
  Qed.

  Lemma vertex_edge : forall e v, nth_error l e = Some v -> (e < 2 * K)%nat.
  Proof. intros e v At. rewrite <- Long. apply nth_error_Some. now rewrite At. Qed.

  (* Going outward where the row never turns: onward if a lane is open, back by an unused lane if none is. *)
  Lemma goes_on : forall w e i past v, let history := Out w e i :: past in nth_error l e = Some v -> onward v = 1 ->
    open_lanes history (Out w (S e)) (lanes_of L w (S e)) <> [] ->
    chosen history = alike (Out w (S e)) (open_lanes history (Out w (S e)) (lanes_of L w (S e))).
  Proof.
    intros w e i past v history At Sure Some. pose proof (lanes_pos w (S e)).
    apply chosen_alike with (1 * (1 / INR (lanes_of L w (S e)))); [| lra | exact Some].
    unfold likely. change (unused_moves history) with (filter (fun m => unused history (snd m)) (row (Out w e i))).
    unfold row. cbn [moves]. rewrite At, Sure.
    rewrite filter_app, !unused_onto, filter_app, !likely_map.
    destruct (Req_EM_T _ 0) as [Zero | _]; [lra |]. destruct (Req_EM_T _ 0) as [_ | No]; [apply app_nil_r | lra].
  Qed.

  Lemma turned_back : forall w e i past v, let history := Out w e i :: past in nth_error l e = Some v -> onward v = 1 ->
    open_lanes history (Out w (S e)) (lanes_of L w (S e)) = [] ->
    chosen history = alike (Home w e) (open_lanes history (Home w e) (lanes_of L w e)).
  Proof.
    intros w e i past v history At Sure None.
    assert (Unused : unused_moves history =
      map (fun j => ((1 - 1) * (1 / INR (lanes_of L w e)), Home w e j))
        (open_lanes history (Home w e) (lanes_of L w e))).
    { change (unused_moves history) with (filter (fun m => unused history (snd m)) (row (Out w e i))).
      unfold row. cbn [moves]. rewrite At, Sure, filter_app, !unused_onto, None.
      reflexivity. }
    apply chosen_limit with ((1 - 1) * (1 / INR (lanes_of L w e))); [| exact Unused].
    unfold likely. rewrite Unused, likely_map. destruct (Req_EM_T _ 0) as [_ | No]; [reflexivity | lra].
  Qed.

  Lemma leaf_left : forall w i past, let history := Out w (2 * K) i :: past in
    open_lanes history (Home w (2 * K)) (lanes_of L w (2 * K)) <> [] ->
    chosen history = alike (Home w (2 * K)) (open_lanes history (Home w (2 * K)) (lanes_of L w (2 * K))).
  Proof.
    intros w i past history Some. pose proof (lanes_pos w (2 * K)).
    apply chosen_alike with (1 * (1 / INR (lanes_of L w (2 * K)))); [| lra | exact Some].
    unfold likely. change (unused_moves history) with
      (filter (fun m => unused history (snd m)) (row (Out w (2 * K) i))). unfold row. cbn [moves].
    rewrite (proj2 (nth_error_None _ _)) by lia. rewrite unused_onto, likely_map.
    destruct (Req_EM_T _ 0); [lra | reflexivity].
  Qed.

  (* Going homeward where the way out again is used up. *)
  Lemma goes_home : forall w e i past v, let history := Home w (S e) i :: past in nth_error l e = Some v ->
    0 < homeward v -> open_lanes history (Out w (S e)) (lanes_of L w (S e)) = [] ->
    open_lanes history (Home w e) (lanes_of L w e) <> [] ->
    chosen history = alike (Home w e) (open_lanes history (Home w e) (lanes_of L w e)).
  Proof.
    intros w e i past v history At Pos None Some. pose proof (lanes_pos w e).
    assert (0 < homeward v * (1 / INR (lanes_of L w e))) by now apply Rmult_lt_0_compat.
    apply chosen_alike with (homeward v * (1 / INR (lanes_of L w e))); [| lra | exact Some].
    unfold likely. change (unused_moves history) with (filter (fun m => unused history (snd m)) (row (Home w (S e) i))).
    unfold row. cbn [moves]. rewrite At, filter_app, !unused_onto, None.
    cbn [map]. rewrite app_nil_r, likely_map. destruct (Req_EM_T _ 0); [lra | reflexivity].
  Qed.

  (* At the near end of a diamond on the way home, with the connector open: leave, or take an open lane out again. *)
  Lemma leaves : forall w e i past v f Z E, let history := Home w (S e) i :: past in nth_error l e = Some v ->
    Nat.even e = true -> 0 < homeward v <= 1 -> unused history (Home w e 0) = true -> found history = false ->
    let n := INR (length (open_lanes history (Out w (S e)) L)) in
    let ratio := (1 - homeward v) / (INR L * homeward v) in
    f (Home w e 0) = Z -> search_time (Home w e 0 :: history) Z ->
    (forall j, In j (open_lanes history (Out w (S e)) L) ->
      f (Out w (S e) j) = E /\ search_time (Out w (S e) j :: history) E) ->
    search_time history (1 + (Z + n * ratio * E) / (1 + n * ratio)).
  Proof.
    intros w e i past [p q] f Z E history At Even Hq Connector Free n ratio FZ Leave Lanes. cbn [homeward] in *.
    assert (HLr : 1 <= INR L) by (apply (le_INR 1); exact HL).
    assert (Odd : lanes_of L w (S e) = L)
      by (unfold lanes_of; rewrite Nat.even_succ, <- Nat.negb_even, Even; reflexivity).
    assert (One : lanes_of L w e = 1%nat) by (unfold lanes_of; now rewrite Even).
    assert (Unused : unused_moves history = (q * (1 / INR 1), Home w e 0) ::
      map (fun j => ((1 - q) * (1 / INR L), Out w (S e) j)) (open_lanes history (Out w (S e)) L)).
    { change (unused_moves history) with (filter (fun m => unused history (snd m)) (row (Home w (S e) i))).
      unfold row. cbn [moves]. rewrite At, filter_app, !unused_onto, Odd, One.
      cbn [homeward]. unfold open_lanes at 1. cbn [seq filter]. rewrite Connector. reflexivity. }
    assert (Hn : 0 <= n) by apply pos_INR.
    assert (Next : forall m, In m (chosen history) -> search_time (snd m :: history) (f (snd m))).
    { assert (All : forall m, In m (unused_moves history) -> search_time (snd m :: history) (f (snd m))).
      { rewrite Unused. intros m [<- | Hm]; [cbn [snd]; rewrite FZ; exact Leave |].
        apply in_map_iff in Hm as (j & <- & Hj). cbn.
        destruct (Lanes j Hj) as [-> Time]. exact Time. }
      intros m Hm. unfold chosen in Hm. destruct (likely history) eqn:Likely.
      - apply in_map_iff in Hm as (m' & <- & Hm'). exact (All m' Hm').
      - rewrite <- Likely in Hm. apply in_map_iff in Hm as (m' & <- & Hm'). apply filter_In in Hm' as [Hm' _].
        exact (All m' Hm'). }
    replace ((Z + n * ratio * E) / (1 + n * ratio)) with (mean f (chosen history)); [now apply time_step |].
    assert (Likely : likely history = (q * (1 / INR 1), Home w e 0) ::
      (if Req_EM_T ((1 - q) * (1 / INR L)) 0 then [] else
      map (fun j => ((1 - q) * (1 / INR L), Out w (S e) j)) (open_lanes history (Out w (S e)) L))).
    { unfold likely. rewrite Unused. cbn [filter fst]. rewrite likely_map.
      destruct (Req_EM_T (q * (1 / INR 1)) 0) as [Zero | _]; [cbn [INR] in Zero; lra | reflexivity]. }
    assert (Scale : forall c some, mean f (map (fun m => (fst m / c, snd m)) some) = mean f some / c).
    { intros c some. induction some as [| [a s] some IH]; [cbn; unfold Rdiv; ring |].
      cbn [map fst snd]. rewrite !mean_cons, IH. unfold Rdiv. ring. }
    assert (Sum : fold_right (fun j s => f (Out w (S e) j) + s) 0 (open_lanes history (Out w (S e)) L) = n * E).
    { unfold n. clear - Lanes. induction (open_lanes history (Out w (S e)) L) as [| j some IH]; [cbn; ring |].
      cbn [fold_right length]. rewrite IH by (intros; apply Lanes; now right).
      destruct (Lanes j (or_introl eq_refl)) as [-> _]. rewrite S_INR. ring. }
    unfold chosen. rewrite Likely, Scale, !mean_cons, FZ. unfold ratio.
    destruct (Req_EM_T ((1 - q) * (1 / INR L)) 0) as [Zero | Some].
    - assert (q = 1) as ->.
      { apply Rmult_integral in Zero. destruct Zero as [Zero | Zero]; [lra |].
        pose proof (Rinv_0_lt_compat (INR L) ltac:(lra)). lra. }
      cbn [mean fold_right INR]. field. lra.
    - rewrite !mean_map, Sum, count_ones. fold n. cbn [INR].
      assert (0 <= n * (1 - q)) by (apply Rmult_le_pos; lra). assert (0 < INR L * q) by (apply Rmult_lt_0_compat; lra).
      field. repeat split; lra.
  Qed.
End Agent.
