(* Before the limit the search agent gets stuck with positive probability.

   Hypotheses: W corridors of K >= 1 diamonds with L >= 1 lanes, any rows in (0, 1]. The row at the first vertex passes
   onward with probability p. Histories are those of SearchWalk.v.

   An agent that turns at the first vertex of the target's corridor has used the one edge that leads in. So it meets the
   target with probability at most p. Its walk ends, since each move uses an edge: with probability 1 - p or more it
   gets stuck, and its expected time to the target is infinite.

   Main definitions: met_within (the probability to meet the target within n moves).
   Main results: walk_ends (after as many moves as there are edges, no agent walks on), stuck. *)
From Coq Require Import Bool Reals List Lra Lia Psatz.
From Backproof Require Import Corridor Chain Graph CorridorGraph SearchWalk SearchHistories.
Import ListNotations.
Local Open Scope R_scope.

Section Stuck.
  Variables (W t K L : nat) (l : corridor).
  Hypothesis Ht : (t < W)%nat.
  Hypothesis HL : (1 <= L)%nat.
  Hypothesis Long : length l = (2 * K)%nat.
  Hypothesis Hl : Forall proper l.

  Local Notation picks := (chosen W L l).
  Local Notation steps := (search_moves W L l).
  Local Notation goal := (found t l).
  Local Notation on := (here W (fun _ => l) (lanes_of L)).

  Fixpoint met_within (n : nat) (history : list state) : R :=
    if goal history then 1 else match n with O => 0 | S m => mean (met_within m) (steps history) end.

  Lemma row_law : forall s, on s -> met t (fun _ => l) s = false -> is_law _ on (row W L l s).
  Proof.
    intros s Hs Free. apply (graph_is_chain W t (fun _ => l) (lanes_of L)); try assumption; [now intros |].
    intros _ w e _ _. apply uniform_law. unfold lanes_of. destruct (Nat.even e); lia.
  Qed.

  (* What is chosen: unused moves of the row, at a probability. *)
  Lemma picked : forall s past m, let history := s :: past in In m (picks history) ->
    ~ In (snd m) history /\ exists m', In m' (row W L l s) /\ snd m' = snd m.
  Proof.
    intros s past m history Hm.
    assert (Unused : forall m', In m' (unused_moves W L l history) ->
      ~ In (snd m') history /\ exists m'', In m'' (row W L l s) /\ snd m'' = snd m').
    { intros m' Hm'. apply filter_In in Hm' as [Hrow New]. split; [now apply unused_iff | now exists m']. }
    unfold chosen in Hm. destruct (likely W L l history) eqn:Likely.
    - apply in_map_iff in Hm as (m' & <- & Hm'). exact (Unused m' Hm').
    - rewrite <- Likely in Hm. apply in_map_iff in Hm as (m' & <- & Hm'). apply filter_In in Hm' as [Hm' _].
      exact (Unused m' Hm').
  Qed.

  Lemma picks_law : forall s past, let history := s :: past in on s -> goal history = false ->
    Forall (fun m => 0 <= fst m /\ on (snd m)) (picks history) /\ mean (fun _ => 1) (picks history) <= 1.
  Proof.
    intros s past history Hs Free. destruct (row_law s Hs Free) as [Law _].
    assert (Unused : Forall (fun m => 0 <= fst m /\ on (snd m)) (unused_moves W L l history)).
    { apply Forall_forall. intros m Hm. apply filter_In in Hm as [Hm _]. rewrite Forall_forall in Law. now apply Law. }
    assert (Nonneg : forall some : list (R * state), Forall (fun m => 0 <= fst m /\ on (snd m)) some ->
      0 <= mean (fun _ => 1) some).
    { intros some All. induction All as [| [p r] some [Hp _] _ IH]; [cbn; lra |]. rewrite mean_cons. cbn in Hp. lra. }
    assert (Scale : forall c some, mean (fun _ => 1) (map (fun m : R * state => (fst m / c, snd m)) some) =
      mean (fun _ => 1) some / c).
    { intros c some. induction some as [| [a r] some IH]; [cbn; unfold Rdiv; ring |].
      cbn [map fst snd]. rewrite !mean_cons, IH. unfold Rdiv. ring. }
    unfold chosen. destruct (likely W L l history) eqn:Likely.
    - set (some := unused_moves W L l history) in *. assert (Count : 0 <= 1 / INR (length some)).
      { destruct (length some) eqn:E; [cbn; unfold Rdiv; rewrite Rinv_0; lra |]. rewrite <- E.
        apply Rlt_le, Rdiv_lt_0_compat; [lra | apply lt_0_INR; lia]. }
      split; [apply Forall_map; eapply Forall_impl; [| exact Unused]; intros m [_ Hm]; now split |].
      destruct some as [| m some'] eqn:E; [cbn; lra |]. rewrite <- E in *. apply Req_le.
      assert (Pos : INR (length some) <> 0) by (rewrite E; apply not_0_INR; discriminate).
      assert (Ones : forall rest : list (R * state),
        mean (fun _ => 1) (map (fun m => (1 / INR (length some), snd m)) rest)
          = 1 / INR (length some) * INR (length rest)).
      { induction rest as [| [a r] rest IH]; [cbn; ring |]. cbn [map length snd]. rewrite mean_cons, IH, S_INR. ring. }
      rewrite Ones. now field.
    - assert (All : Forall (fun m => 0 <= fst m /\ on (snd m)) (likely W L l history) /\
        Forall (fun m => fst m <> 0) (likely W L l history)).
      { split; apply Forall_forall; intros m Hm; apply filter_In in Hm as [Hm Some].
        - rewrite Forall_forall in Unused. now apply Unused.
        - now destruct (Req_EM_T (fst m) 0). }
      rewrite Likely in All. destruct All as [All Some]. rewrite Scale. set (some := p :: l0) in *.
      assert (Total : 0 < mean (fun _ => 1) some).
      { unfold some in *. pose proof (Nonneg l0 (Forall_inv_tail All)). destruct p as [p r]. rewrite mean_cons.
        pose proof (Forall_inv All) as [Hp _]. pose proof (Forall_inv Some) as Hp'. cbn in Hp, Hp'. lra. }
      split; [| apply Req_le; field; lra]. apply Forall_map. eapply Forall_impl; [| exact All]. intros m [Hp Hm].
      cbn. split; [| exact Hm]. apply Rmult_le_pos; [exact Hp | left; now apply Rinv_0_lt_compat].
  Qed.

  Lemma mean_steps_le : forall f c s past, let history := s :: past in on s -> goal history = false -> 0 <= c ->
    (forall m, In m (picks history) -> f (snd m :: history) <= c) -> mean f (steps history) <= c.
  Proof.
    intros f c s past history Hs Free Hc Each. destruct (picks_law s past Hs Free) as [Law One].
    fold history in Law, One.
    rewrite mean_search. apply Rle_trans with (mean (fun _ => c * 1) (picks history)).
    - apply mean_le, Forall_forall. intros m Hm. rewrite Forall_forall in Law. split; [now apply Law |].
      rewrite Rmult_1_r. now apply Each.
    - rewrite mean_scale. apply (Rmult_le_compat_l c) in One; [lra | exact Hc].
  Qed.

  (* ---- The walk ends ---- *)

  Definition left_over (history : list state) : nat :=
    length (filter (unused history) (states W (fun _ => l) (lanes_of L))).

  Lemma uses_one : forall history s, on s -> ~ In s history -> (left_over (s :: history) < left_over history)%nat.
  Proof.
    intros history s Hs New. unfold left_over, here in *.
    assert (Less : forall some,
      (length (filter (unused (s :: history)) some) <= length (filter (unused history) some))%nat /\
      (In s some -> (length (filter (unused (s :: history)) some) < length (filter (unused history) some))%nat)).
    { induction some as [| r some [Le Lt]]; [split; [easy | intros []] |]. cbn [filter].
      destruct (same_state r s) as [-> | Other].
      - rewrite (proj2 (unused_iff history s) New).
        replace (unused (s :: history) s) with false; [cbn [length]; split; lia |].
        symmetry. apply not_true_is_false. rewrite unused_iff. intros No. apply No. now left.
      - rewrite (unused_same (s :: history) history r r)
          by (cbn; split; [intros [E | In]; [congruence | exact In] | tauto]).
        destruct (unused history r); cbn [length]; (split; [lia |]); intros [E | In]; try congruence;
          specialize (Lt In); lia. }
    now apply Less.
  Qed.

  Theorem walk_ends : forall n s past, let history := s :: past in on s -> (left_over history <= n)%nat ->
    survival _ goal steps (S n) history = 0.
  Proof.
    induction n as [| n IH]; intros s past history Hs Few; cbn [survival]; destruct (goal history) eqn:Free;
      try reflexivity; destruct (picks_law s past Hs Free) as [Law _]; fold history in Law;
      rewrite mean_search, (mean_same _ (fun _ => 0 * 1));
      try (rewrite mean_scale; ring); apply Forall_forall; intros m Hm; rewrite Rmult_0_l;
      destruct (picked s past m Hm) as [New _]; fold history in New; rewrite Forall_forall in Law;
      destruct (Law m Hm) as [_ Hon]; pose proof (uses_one history (snd m) Hon New) as Less; [lia |].
    apply (IH (snd m) history Hon). lia.
  Qed.

  (* ---- The door is shut ---- *)

  (* Away from the target's corridor, or back from it at the fork. *)
  Definition off (s : state) : Prop := match s with Out w _ _ | Home w _ _ => w <> t | _ => True end.
  Definition outside (s : state) : Prop := off s \/ exists i, s = Home t 0 i.

  (* The one way in is edge 0, which has one lane. *)
  Lemma steps_outside : forall s m, outside s -> In m (row W L l s) -> off (snd m) \/ snd m = Out t 0 0.
  Proof.
    assert (Into : forall to c n m, In m (onto to c (uniform n)) -> exists i, snd m = to i /\ (i < n)%nat).
    { intros to c n m Hm. unfold onto, uniform in Hm. rewrite map_map in Hm. apply in_map_iff in Hm as (i & <- & Hi).
      apply in_seq in Hi. exists i. split; [reflexivity | lia]. }
    assert (Door : forall s m, In m (from_fork W (fun _ w e => uniform (lanes_of L w e)) s) ->
      off (snd m) \/ snd m = Out t 0 0).
    { intros s m Hm. apply in_flat_map in Hm as (v & _ & Hm). apply Into in Hm as (i & -> & Hi). cbn in Hi.
      replace i with 0%nat by lia. cbn. destruct (Nat.eq_dec v t) as [-> | Other]; auto. }
    intros s m Out' Hm. unfold row in Hm. destruct s as [| | w e i | w [| e] i]; cbn [moves] in Hm.
    - destruct Hm as [<- | []]. now left.
    - exact (Door Fork m Hm).
    - destruct Out' as [Off | [j No]]; [| discriminate No]. left. destruct (nth_error l e);
        [apply in_app_or in Hm as [Hm | Hm] |]; apply Into in Hm as (j & -> & _); exact Off.
    - exact (Door (Home w 0 i) m Hm).
    - destruct Out' as [Off | [j No]]; [| discriminate No]. left. destruct (nth_error l e); [| destruct Hm].
      apply in_app_or in Hm as [Hm | Hm]; apply Into in Hm as (j & -> & _); exact Off.
  Qed.

  Lemma not_met_outside : forall s past, outside s -> goal (s :: past) = false.
  Proof.
    intros s past [Off | [i ->]]; [| reflexivity]. destruct s as [| | w e i |]; try reflexivity.
    apply andb_false_iff. left. now apply Nat.eqb_neq.
  Qed.

  Lemma shut : forall n s past, let history := s :: past in on s -> outside s -> In (Out t 0 0) history ->
    met_within n history <= 0.
  Proof.
    induction n as [| n IH]; intros s past history Hs Out' Used; pose proof (not_met_outside s past Out') as Free;
      fold history in Free; cbn [met_within]; rewrite Free; [lra |].
    apply (mean_steps_le (met_within n) 0 s past Hs Free ltac:(lra)). fold history.
    intros m Hm. destruct (picked s past m Hm) as (New & m' & Row & Same). fold history in New.
    destruct (picks_law s past Hs Free) as [Law _]. rewrite Forall_forall in Law.
    apply (IH (snd m) history); [now apply Law | left | now right].
    destruct (steps_outside s m' Out' Row) as [Off | Door]; rewrite Same in *; [exact Off |].
    rewrite Door in New. contradiction.
  Qed.

  Lemma met_below_1 : forall n s past, on s -> met_within n (s :: past) <= 1.
  Proof.
    induction n as [| n IH]; intros s past Hs; cbn [met_within]; destruct (goal (s :: past)) eqn:Free; try lra.
    apply (mean_steps_le (met_within n) 1 s past Hs Free ltac:(lra)). intros m Hm.
    destruct (picks_law s past Hs Free) as [Law _]. rewrite Forall_forall in Law. apply IH. now apply Law.
  Qed.

  Section First.
    Variable v : vertex.
    Hypothesis First : nth_error l 0 = Some v.

    (* In the target's corridor for the first time: to turn shuts the door. *)
    Lemma at_door : forall n past, let history := Out t 0 0 :: past in on (Out t 0 0) -> fresh past t ->
      met_within n history <= onward v.
    Proof.
      intros n past history Hs Fresh. assert (Kpos : (0 < K)%nat) by (destruct l; [discriminate | cbn in Long; lia]).
      assert (Proper : proper v).
      { apply nth_error_In in First. rewrite Forall_forall in Hl. now apply Hl. }
      destruct Proper as [[Pos Le] _].
      assert (Free : goal history = false).
      { unfold history, found, met. rewrite Long, Nat.eqb_refl. apply Nat.eqb_neq. lia. }
      destruct n as [| n]; cbn [met_within]; rewrite Free; [lra |].
      destruct (Req_dec (onward v) 1) as [-> | Turns].
      { apply (mean_steps_le (met_within n) 1 (Out t 0 0) past Hs Free ltac:(lra)). intros m Hm.
        destruct (picks_law (Out t 0 0) past Hs Free) as [Law _]. rewrite Forall_forall in Law.
        apply met_below_1. now apply Law. }
      set (g := fun s : state => match s with Home _ _ _ => 0 | _ => 1 end). rewrite mean_search.
      destruct (picks_law (Out t 0 0) past Hs Free) as [Law _]. fold history in Law.
      apply Rle_trans with (mean g (picks history)).
      - apply mean_le, Forall_forall. intros m Hm. rewrite Forall_forall in Law. destruct (Law m Hm) as [Hp Hon].
        split; [exact Hp |]. destruct m as [p s]. cbn [snd] in *. destruct s as [| | w e i | w e i]; cbn [g];
          try (now apply met_below_1).
        destruct (picked (Out t 0 0) past (p, Home w e i) Hm) as (_ & m' & Row & Same).
        apply (shut n (Home w e i) history Hon); [| right; now left]. right. exists i. cbn [snd] in Same.
        unfold row in Row. cbn [moves] in Row. rewrite First in Row. unfold onto in Row.
        rewrite in_app_iff, !in_map_iff in Row.
        destruct Row as [(x & <- & _) | (x & <- & _)]; [discriminate Same |].
        cbn in Same. injection Same as <- <- <-. reflexivity.
      - apply Req_le. assert (HLr : 0 < INR L) by (apply lt_0_INR; lia).
        assert (Unused : unused_moves W L l history = map (fun i => (onward v * (1 / INR L), Out t 1 i)) (seq 0 L) ++
          map (fun i => ((1 - onward v) * (1 / INR 1), Home t 0 i)) (seq 0 1)).
        { unfold history, unused_moves, row. cbn [moves]. rewrite First, filter_app, !unused_onto. unfold lanes_of.
          cbn [Nat.even].
          rewrite !open_all; [reflexivity | |]; intros i _ [No | In]; try discriminate; now apply Fresh in In. }
        assert (Likely : likely W L l history = unused_moves W L l history).
        { unfold likely. rewrite Unused, filter_app, !likely_map. assert (0 < onward v * (1 / INR L)).
          { apply Rmult_lt_0_compat; [exact Pos | apply Rdiv_lt_0_compat; lra]. }
          destruct (Req_EM_T (onward v * (1 / INR L)) 0); [lra |].
          destruct (Req_EM_T ((1 - onward v) * (1 / INR 1)) 0) as [Zero |]; [cbn [INR] in Zero; lra | reflexivity]. }
        assert (Scale : forall c some, mean g (map (fun m : R * state => (fst m / c, snd m)) some) = mean g some / c).
        { intros c some. induction some as [| [a r] some IH]; [cbn; unfold Rdiv; ring |].
          cbn [map fst snd]. rewrite !mean_cons, IH. unfold Rdiv. ring. }
        assert (Both : forall f, mean f (unused_moves W L l history) = onward v * (1 / INR L) *
          fold_right (fun i s => f (Out t 1 i) + s) 0 (seq 0 L) + (1 - onward v) * f (Home t 0 0)).
        { intros f. rewrite Unused, mean_app, !mean_map. cbn. field. lra. }
        assert (Total : mean (fun _ => 1) (likely W L l history) = 1).
        { rewrite Likely, Both, count_ones, seq_length. field. lra. }
        unfold chosen. destruct (likely W L l history) as [| m rest] eqn:E; [cbn in Total; lra |].
        rewrite Scale, Total, Likely, Both. cbn [g]. rewrite count_ones, seq_length. field. lra.
    Qed.

    Lemma before_door : forall n s past, let history := s :: past in on s -> off s -> fresh history t ->
      met_within n history <= onward v.
    Proof.
      assert (Pos : 0 <= onward v).
      { apply nth_error_In in First. rewrite Forall_forall in Hl. destruct (Hl v First) as [Hp _]. lra. }
      induction n as [| n IH]; intros s past history Hs Off Fresh;
        pose proof (not_met_outside s past (or_introl Off)) as Free; fold history in Free; cbn [met_within];
        rewrite Free; [exact Pos |].
      apply (mean_steps_le (met_within n) (onward v) s past Hs Free Pos). fold history. intros m Hm.
      destruct (picked s past m Hm) as (New & m' & Row & Same). fold history in New.
      destruct (picks_law s past Hs Free) as [Law _]. rewrite Forall_forall in Law. destruct (Law m Hm) as [_ Hon].
      destruct (steps_outside s m' (or_introl Off) Row) as [Off' | Door]; rewrite Same in *.
      - apply (IH (snd m) history Hon Off'). intros a i. destruct (Fresh a i) as [A B].
        split; intros [E | In]; try contradiction; rewrite E in Off'; now apply Off'.
      - rewrite Door in *. now apply at_door.
    Qed.

    (* From the source the target is met with probability at most p, however long the agent walks. *)
    Theorem stuck : forall n, met_within n [Source] <= onward v.
    Proof.
      intros n. apply before_door; [now left | exact I |]. intros a i. split; intros [No | []]; discriminate.
    Qed.
  End First.
End Stuck.
