(* The walk on the graph itself: one state for every directed edge, every lane and every corridor on its own.

   W corridors leave the fork. Corridor w is a row of vertices `rows w`; edge e of it is a bundle of `lanes w e`
   parallel lanes (a connector is a bundle of one). A state is the edge travelled last, with its direction. At an inner
   vertex the walker passes or turns round with the vertex's probabilities, whichever lane he came by; `spread s w e` is
   the law by which one who comes from state s and goes on to edge e of corridor w chooses a lane, and it may be any
   law. The fork is uniform over the corridors for everybody who comes to it. A wrong leaf sends back; the leaf of
   corridor t is the target.

   Corridor graphs as in theory/graph.py are the case of 2K vertices with lanes 1, L, 1, L, ..., 1 and uniform spreads.

   Main definitions: state, moves, met, states.
   Main results: graph_is_chain, folded_fork, folded_out, folded_home (the equations by edges give those by lanes),
   lane_folding (hence so do their solutions), graph_expected_time (the expected hitting time), graph_unique (no other
   finite solution), expected_cost (all corridors alike: H = 1 + W A + (W-1) B). *)
From Coq Require Import Bool Reals List Lra Lia Psatz.
From Backproof Require Import Corridor ExpectedCost Solution Chain.
Import ListNotations.
Local Open Scope R_scope.

Inductive state :=
  | Source                       (* before the first step *)
  | Fork                         (* at the fork, from the source *)
  | Out (w e i : nat)            (* lane i of edge e in corridor w, away from the fork *)
  | Home (w e i : nat).          (* the same, toward the fork *)

Definition same_state : forall s s' : state, {s = s'} + {s <> s'}.
Proof. decide equality; apply Nat.eq_dec. Defined.

Section Graph.
  Variables (W t : nat) (rows : nat -> corridor) (lanes : nat -> nat -> nat).
  Variable spread : state -> nat -> nat -> list (R * nat).

  Hypothesis Ht : (t < W)%nat.
  Hypothesis Proper : forall w, (w < W)%nat -> Forall proper (rows w).
  Hypothesis Spread : forall s w e, (w < W)%nat -> (e <= length (rows w))%nat ->
    Forall (fun m => 0 <= fst m /\ (snd m < lanes w e)%nat) (spread s w e) /\ mean (fun _ => 1) (spread s w e) = 1.

  (* With probability c to one of the states, by the lane that is drawn. *)
  Definition onto (to : nat -> state) (c : R) (law : list (R * nat)) : list (R * state) :=
    map (fun m => (c * fst m, to (snd m))) law.

  Definition from_fork (s : state) : list (R * state) :=
    flat_map (fun w => onto (Out w 0) (1 / INR W) (spread s w 0)) (seq 0 W).

  Definition moves (s : state) : list (R * state) :=
    match s with
    | Source => [(1, Fork)]
    | Fork | Home _ 0 _ => from_fork s
    | Out w e _ =>
        match nth_error (rows w) e with
        | Some v => onto (Out w (S e)) (onward v) (spread s w (S e)) ++ onto (Home w e) (1 - onward v) (spread s w e)
        | None => onto (Home w e) 1 (spread s w e)
        end
    | Home w (S e) _ =>
        match nth_error (rows w) e with
        | Some v => onto (Home w e) (homeward v) (spread s w e) ++ onto (Out w (S e)) (1 - homeward v) (spread s w (S
          e))
        | None => []
        end
    end.

  Definition met (s : state) : bool :=
    match s with Out w e _ => (w =? t) && (e =? length (rows w)) | _ => false end.

  Definition states : list state :=
    Source :: Fork ::
    flat_map (fun w => flat_map (fun e => flat_map (fun i => [Out w e i; Home w e i]) (seq 0 (lanes w e)))
      (seq 0 (S (length (rows w))))) (seq 0 W).

  Definition here (s : state) : Prop := In s states.

  Definition on_graph (w e i : nat) : Prop := (w < W)%nat /\ (e <= length (rows w))%nat /\ (i < lanes w e)%nat.

  Lemma in_states : forall w e i, (In (Out w e i) states <-> on_graph w e i) /\
    (In (Home w e i) states <-> on_graph w e i).
  Proof.
    intros w e i. unfold on_graph.
    split; (split;
      [ intros [No | [No | In]]; [discriminate No | discriminate No |];
        apply in_flat_map in In as (w' & Hw & In); apply in_flat_map in In as (e' & He & In);
        apply in_flat_map in In as (i' & Hi & In); apply in_seq in Hw, He, Hi;
        destruct In as [E | [E | []]]; inversion E; subst; lia
      | intros (Hw & He & Hi); right; right; apply in_flat_map; exists w; split; [apply in_seq; lia |];
        apply in_flat_map; exists e; split; [apply in_seq; lia |];
        apply in_flat_map; exists i; split; [apply in_seq; lia | cbn; tauto] ]).
  Qed.

  (* ---- It is a chain ---- *)

  Lemma mean_onto : forall f to c law, mean f (onto to c law) = c * mean (fun i => f (to i)) law.
  Proof.
    intros f to c law. induction law as [| [p i] law IH]; [cbn; ring |].
    change (onto to c ((p, i) :: law)) with ((c * p, to i) :: onto to c law). rewrite !mean_cons, IH. ring.
  Qed.

  Lemma mean_over_corridors : forall f (law : nat -> list (R * state)) n,
    mean f (flat_map law (seq 0 n)) = sum n (fun w => mean f (law w)).
  Proof.
    intros f law n. induction n as [| n IH]; [reflexivity |].
    rewrite seq_S, flat_map_app, mean_app, IH. cbn [sum flat_map Nat.add]. now rewrite app_nil_r.
  Qed.

  Lemma onto_law : forall s w e to c, (w < W)%nat -> (e <= length (rows w))%nat -> 0 <= c ->
    (forall i, (i < lanes w e)%nat -> In (to i) states) ->
    Forall (fun m => 0 <= fst m /\ In (snd m) states) (onto to c (spread s w e)) /\
    mean (fun _ => 1) (onto to c (spread s w e)) = c.
  Proof.
    intros s w e to c Hw He Hc To. destruct (Spread s w e Hw He) as [Law One]. split.
    - apply Forall_map. eapply Forall_impl; [| exact Law]. intros [p i] [Hp Hi]. cbn in *.
      split; [now apply Rmult_le_pos | now apply To].
    - rewrite mean_onto, One. ring.
  Qed.

  Lemma width_pos : 0 < INR W.
  Proof. apply lt_0_INR. lia. Qed.

  Lemma from_fork_law : forall s, is_law _ here (from_fork s).
  Proof.
    intros s. pose proof width_pos as HW. assert (Share : 0 <= 1 / INR W).
    { apply Rmult_le_pos; [lra | left; now apply Rinv_0_lt_compat]. }
    assert (Each : forall w, (w < W)%nat ->
      Forall (fun m => 0 <= fst m /\ In (snd m) states) (onto (Out w 0) (1 / INR W) (spread s w 0)) /\
      mean (fun _ => 1) (onto (Out w 0) (1 / INR W) (spread s w 0)) = 1 / INR W).
    { intros w Hw. apply onto_law; [exact Hw | lia | exact Share |]. intros i Hi. apply in_states.
      split; [| split]; lia. }
    split.
    - apply Forall_forall. intros m Hm. apply in_flat_map in Hm as (w & Hw & Hm). apply in_seq in Hw.
      destruct (Each w ltac:(lia)) as [Law _]. rewrite Forall_forall in Law. now apply Law.
    - unfold from_fork. rewrite mean_over_corridors. rewrite (sum_same W _ (fun _ => 1 / INR W)).
      + rewrite sum_constant. field. lra.
      + intros w Hw. now apply Each.
  Qed.

  Lemma both_law : forall s w e e' to to' c, (w < W)%nat -> (e <= length (rows w))%nat -> (e' <= length (rows w))%nat ->
    0 <= c <= 1 -> (forall i, (i < lanes w e)%nat -> In (to i) states) ->
    (forall i, (i < lanes w e')%nat -> In (to' i) states) ->
    is_law _ here (onto to c (spread s w e) ++ onto to' (1 - c) (spread s w e')).
  Proof.
    intros s w e e' to to' c Hw He He' Hc To To'.
    destruct (onto_law s w e to c Hw He ltac:(lra) To) as [Law One].
    destruct (onto_law s w e' to' (1 - c) Hw He' ltac:(lra) To') as [Law' One'].
    split; [now apply Forall_app | rewrite mean_app, One, One'; ring].
  Qed.

  Lemma vertex_at : forall w e v, (w < W)%nat -> nth_error (rows w) e = Some v -> proper v /\ (e < length (rows w))%nat.
  Proof.
    intros w e v Hw At. split.
    - apply nth_error_In in At. pose proof (Proper w Hw) as All. rewrite Forall_forall in All. now apply All.
    - apply nth_error_Some. now rewrite At.
  Qed.

  Theorem graph_is_chain : forall s, In s states -> met s = false -> is_law _ here (moves s).
  Proof.
    intros s Hs _. destruct s as [| | w e i | w e i]; cbn [moves].
    - split; [repeat constructor; cbn; try lra; tauto | cbn; ring].
    - apply from_fork_law.
    - apply in_states in Hs as (Hw & He & Hi). destruct (nth_error (rows w) e) as [v |] eqn:At.
      + destruct (vertex_at w e v Hw At) as [[Hp _] Hlt].
        apply both_law; try lia; try lra; intros j Hj; apply in_states; repeat split; lia.
      + destruct (onto_law (Out w e i) w e (Home w e) 1 Hw He ltac:(lra)) as [Law One]; [| now split].
        intros j Hj. apply in_states. repeat split; lia.
    - apply in_states in Hs as (Hw & He & Hi). destruct e as [| e]; [apply from_fork_law |].
      destruct (nth_error (rows w) e) as [v |] eqn:At.
      + destruct (vertex_at w e v Hw At) as [[_ Hq] Hlt].
        apply both_law; try lia; try lra; intros j Hj; apply in_states; repeat split; lia.
      + apply nth_error_None in At. lia.
  Qed.

  (* ---- Lanes fold ---- *)

  Definition folded (F : R) (out home : nat -> nat -> R) (s : state) : R :=
    match s with Source => 1 + F | Fork => F | Out w e _ => out w e | Home w e _ => home w e end.

  (* A bundle counts as one edge: where the lanes are worth the same, the lane that is drawn does not matter. *)
  Lemma mean_bundle : forall f to c x s w e, (w < W)%nat -> (e <= length (rows w))%nat ->
    (forall i, f (to i) = x) -> mean f (onto to c (spread s w e)) = c * x.
  Proof.
    intros f to c x s w e Hw He Same. rewrite mean_onto. destruct (Spread s w e Hw He) as [_ One].
    rewrite (mean_same _ (fun i => x * 1)); [| apply Forall_forall; intros m _; rewrite Same; ring].
    rewrite mean_scale, One. ring.
  Qed.

  Lemma folded_fork : forall F out home s, INR W * F = INR W + sum W (fun w => out w 0%nat) ->
    F = 1 + mean (folded F out home) (from_fork s).
  Proof.
    intros F out home s AtFork. pose proof width_pos as HW. unfold from_fork. rewrite mean_over_corridors.
    rewrite (sum_same W _ (fun w => 1 / INR W * out w 0%nat)); [| intros w Hw; apply mean_bundle;
      [exact Hw | lia | easy]].
    rewrite sum_scale. apply Rmult_eq_reg_l with (INR W); [| lra]. rewrite AtFork. field. lra.
  Qed.

  (* Inside a corridor the equations by edges give those by lanes, whatever happens at its ends. *)
  Lemma folded_out : forall F out home w e i v, (w < W)%nat -> first_steps (rows w) (out w) (home w) ->
    nth_error (rows w) e = Some v -> out w e = 1 + mean (folded F out home) (moves (Out w e i)).
  Proof.
    intros F out home w e i [p q] Hw Steps At. destruct (vertex_at w e _ Hw At) as [_ He]. cbn [moves]. rewrite At.
    destruct (first_steps_at _ _ _ _ _ _ Steps At) as [First _]. cbn [onward].
    rewrite mean_app, (mean_bundle _ _ _ (out w (S e))), (mean_bundle _ _ _ (home w e)); try reflexivity; try lia.
    rewrite First. ring.
  Qed.

  Lemma folded_home : forall F out home w e i v, (w < W)%nat -> first_steps (rows w) (out w) (home w) ->
    nth_error (rows w) e = Some v -> home w (S e) = 1 + mean (folded F out home) (moves (Home w (S e) i)).
  Proof.
    intros F out home w e i [p q] Hw Steps At. destruct (vertex_at w e _ Hw At) as [_ He]. cbn [moves]. rewrite At.
    destruct (first_steps_at _ _ _ _ _ _ Steps At) as [_ Second]. cbn [homeward].
    rewrite mean_app, (mean_bundle _ _ _ (home w e)), (mean_bundle _ _ _ (out w (S e))); try reflexivity; try lia.
    rewrite Second. ring.
  Qed.

  Lemma folded_leaf : forall F out home w i, (w < W)%nat ->
    1 + home w (length (rows w)) = 1 + mean (folded F out home) (moves (Out w (length (rows w)) i)).
  Proof.
    intros F out home w i Hw. cbn [moves]. rewrite (proj2 (nth_error_None _ _)) by lia.
    rewrite (mean_bundle _ _ _ (home w (length (rows w)))); [ring | exact Hw | lia | reflexivity].
  Qed.

  Lemma inner : forall w e, (e < length (rows w))%nat -> exists v, nth_error (rows w) e = Some v.
  Proof.
    intros w e He. destruct (nth_error (rows w) e) as [v |] eqn:At; [now exists v |]. apply nth_error_None in At. lia.
  Qed.

  Theorem lane_folding : forall F out home, walk W rows t F out home -> solves _ met moves here (folded F out home).
  Proof.
    intros F out home Walk s Hs. destruct s as [| | w e i | w e i]; cbn [met].
    - cbn. ring.
    - apply folded_fork, Walk.
    - apply in_states in Hs as (Hw & He & Hi). destruct (inside _ _ _ _ _ _ Walk w Hw) as [Steps _ Leaf].
      destruct (Nat.eqb_spec e (length (rows w))) as [-> | NotLeaf].
      + rewrite andb_true_r. cbn [folded]. rewrite Leaf. destruct (w =? t); [reflexivity |]. now apply folded_leaf.
      + rewrite andb_false_r. destruct (inner w e ltac:(lia)) as [v At]. now apply folded_out with v.
    - apply in_states in Hs as (Hw & He & Hi). destruct (inside _ _ _ _ _ _ Walk w Hw) as [Steps AtFork _].
      destruct e as [| e]; [cbn [folded]; rewrite AtFork; apply folded_fork, Walk |].
      destruct (inner w e ltac:(lia)) as [v At]. now apply folded_home with v.
  Qed.

  (* ---- The expected hitting time ---- *)

  Definition hitting_time : state -> R :=
    folded (fork_value W t rows) (solution_out W t rows) (solution_home W t rows).

  Lemma hitting_time_solves : solves _ met moves here hitting_time.
  Proof. apply lane_folding, solution_walks; assumption. Qed.

  Lemma hitting_time_nonneg : forall s, In s states -> 0 <= hitting_time s.
  Proof.
    intros s Hs. pose proof (fork_value_pos W t rows Ht Proper).
    destruct s as [| | w e i | w e i]; cbn [hitting_time folded]; try lra;
      apply in_states in Hs as (Hw & _); now apply solution_nonneg.
  Qed.

  Lemma hitting_time_falls : forall s, here s -> met s = false -> 1 + mean hitting_time (moves s) <= hitting_time s.
  Proof. intros s Hs Free. pose proof (hitting_time_solves s Hs) as Here. rewrite Free in Here. lra. Qed.

  Theorem graph_unique : forall h, solves _ met moves here h -> forall s, here s -> h s = hitting_time s.
  Proof.
    intros h Solves. destruct (bounded_on h states) as [M Bound].
    destruct (bounded_on hitting_time states) as [M' Bound'].
    apply (solution_unique _ met moves here graph_is_chain hitting_time) with M M';
      auto using hitting_time_nonneg, hitting_time_falls, hitting_time_solves.
  Qed.

  Theorem graph_expected_time : forall s, here s -> expected_time _ met moves s (hitting_time s).
  Proof.
    destruct (bounded_on hitting_time states) as [M Bound].
    apply (solution_is_expected_time _ met moves here graph_is_chain hitting_time) with M;
      auto using hitting_time_nonneg, hitting_time_falls, hitting_time_solves.
  Qed.

  (* From the source to the leaf of corridor t, whatever the other corridors are. *)
  Theorem unequal_corridors : expected_time _ met moves Source (unequal_cost_to W rows t).
  Proof.
    assert (E : unequal_cost_to W rows t = hitting_time Source).
    { cbn. unfold unequal_cost_to, fork_value. ring. }
    rewrite E. apply graph_expected_time. now left.
  Qed.
End Graph.

(* All corridors alike, one of W the target: the expected number of steps from the source to it is 1 + W A + (W-1) B. *)
Theorem expected_cost : forall W t l lanes spread, (t < W)%nat -> Forall proper l ->
  (forall s w e, (w < W)%nat -> (e <= length l)%nat ->
    Forall (fun m => 0 <= fst m /\ (snd m < lanes w e)%nat) (spread s w e) /\ mean (fun _ => 1) (spread s w e) = 1) ->
  expected_time _ (met t (fun _ => l)) (moves W (fun _ => l) spread) Source (cost (INR W) l).
Proof.
  intros W t l lanes spread Ht Hl Spread. rewrite <- (equal_cost_to W l t Ht Hl).
  apply unequal_corridors with (lanes := lanes); auto.
Qed.
