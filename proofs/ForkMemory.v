(* A fork whose rows depend on the last edge: after a wrong corridor the walker goes on to the next one, and around.

   Hypotheses: W >= 1 corridors alike, probabilities in (0, 1]. From the source the fork is uniform; from corridor w the
   walk of Graph.v is changed at one place, where it enters corridor w + 1, or 0 after the last.

   Let x be the surplus, R the expected steps of an excursion into a wrong corridor, and A those of a passage. From the
   fork, with j corridors to go until the target's, it takes A + x (W-1) R + j R steps; j is uniform at the start.

   Main definitions: onto_next, moves_memory (the walk), ahead (j), memory_cost.
   Main results: fork_memory (the cost), memory_saving (against the uniform fork), memory_half, memory_optimum (with all
   rows one it is 1 + W(2K+1), the bound of BlindBound.v), memory_below_optimum (below H*, W >= 2). *)
From Coq Require Import Bool Reals List Lra Lia Psatz.
From Backproof Require Import Corridor ExpectedCost Solution Chain Graph Optimum.
Import ListNotations.
Local Open Scope R_scope.

Definition memory_cost (W : R) (l : corridor) : R := 1 + passage l + (W - 1) * excursion l * (tries l - 1 / 2).

Lemma memory_saving : forall W l, Forall proper l -> cost W l - memory_cost W l = (W - 1) * excursion l / 2.
Proof.
  intros W l Hl. pose proof (round_trip l Hl) as Round. unfold cost, memory_cost.
  replace (way_back l) with (tries l * excursion l - passage l) by lra. field.
Qed.

Theorem memory_half : forall W l, 1 <= W -> Forall proper l -> cost W l < 2 * memory_cost W l.
Proof.
  intros W l HW Hl. pose proof (memory_saving W l Hl). pose proof (passage_pos l Hl). pose proof (excursion_pos l Hl).
  pose proof (surplus_nonneg l Hl). enough ((W - 1) * excursion l / 2 < memory_cost W l) by lra.
  unfold memory_cost, tries.
  assert (0 <= (W - 1) * excursion l) by (apply Rmult_le_pos; lra).
  assert (0 <= (W - 1) * excursion l * surplus l) by (apply Rmult_le_pos; lra). lra.
Qed.

Theorem memory_optimum : forall W K, memory_cost W (straight K) = 1 + W * (2 * INR K + 1).
Proof.
  intros W K. pose proof (memory_saving W (straight K) (proper_straight K)) as Saving. rewrite rlvr_cost in Saving.
  assert (Ones : Forall (fun v => onward v = 1) (straight K)).
  { apply Forall_forall. intros v Hv. apply repeat_spec in Hv. now subst. }
  apply surplus_none in Ones as [X T].
  pose proof (round_trip (straight K) (proper_straight K)) as Round. pose proof (rlvr_cost 1 K) as One.
  pose proof (rlvr_cost 0 K) as Zero. unfold cost in One, Zero. unfold tries in Round. rewrite X in Round.
  assert (E : excursion (straight K) = 2 * (2 * INR K + 1)) by lra. rewrite E in Saving. lra.
Qed.

Theorem memory_below_optimum : forall W K, 2 <= W -> memory_cost W (straight K) < cost W (straight K).
Proof. intros W K HW. rewrite memory_optimum, rlvr_cost. pose proof (pos_INR K). nra. Qed.

(* ---- The walk on the graph ---- *)

Section OnGraph.
  Variables (W t : nat) (l : corridor) (lanes : nat -> nat -> nat) (spread : state -> nat -> nat -> list (R * nat)).
  Hypothesis Ht : (t < W)%nat.
  Hypothesis Hl : Forall proper l.
  Hypothesis Spread : forall s w e, (w < W)%nat -> (e <= length l)%nat ->
    Forall (fun m => 0 <= fst m /\ (snd m < lanes w e)%nat) (spread s w e) /\ mean (fun _ => 1) (spread s w e) = 1.

  Local Notation rows := (fun _ : nat => l).
  Local Notation on := (here W rows lanes).

  Definition next (w : nat) : nat := if S w =? W then 0 else S w.
  Definition onto_next (s : state) (w : nat) : list (R * state) := onto (Out (next w) 0) 1 (spread s (next w) 0).
  Definition moves_memory (s : state) : list (R * state) :=
    match s with Home w 0 _ => onto_next s w | _ => moves W rows spread s end.

  (* How many corridors it is from w to the target's, going on. *)
  Definition ahead (w : nat) : nat := if w <=? t then t - w else t + W - w.

  Lemma next_below : forall w, (w < W)%nat -> (next w < W)%nat.
  Proof. intros w Hw. unfold next. destruct (Nat.eqb_spec (S w) W); lia. Qed.

  Lemma ahead_next : forall w, (w < W)%nat -> w <> t -> ahead w = S (ahead (next w)).
  Proof.
    intros w Hw Wrong. unfold ahead, next. destruct (Nat.eqb_spec (S w) W); destruct (Nat.leb_spec w t);
      match goal with |- context [?a <=? t] => destruct (Nat.leb_spec a t) end; lia.
  Qed.

  Lemma ahead_around : ahead t = 0%nat /\ INR (ahead (next t)) = INR W - 1.
  Proof.
    split; [unfold ahead; rewrite Nat.leb_refl; lia |]. change (INR (ahead (next t)) = INR W - INR 1).
    rewrite <- minus_INR by lia. f_equal. unfold ahead, next.
    destruct (Nat.eqb_spec (S t) W); match goal with |- context [?a <=? t] => destruct (Nat.leb_spec a t) end; lia.
  Qed.

  Lemma sum_ahead : sum W (fun w => INR (ahead w)) = INR W * (INR W - 1) / 2.
  Proof.
    assert (Count : forall N, sum N INR = INR N * (INR N - 1) / 2).
    { induction N as [| N IH]; [cbn; field |]. cbn [sum]. rewrite IH, S_INR. field. }
    assert (Late : forall N, sum N (fun w => if w <=? t then 0 else INR W) = INR (N - S t) * INR W).
    { induction N as [| N IH]; [cbn; ring |]. cbn [sum]. rewrite IH.
      destruct (Nat.leb_spec N t); [replace (S N - S t)%nat with (N - S t)%nat by lia; ring |].
      replace (S N - S t)%nat with (S (N - S t)) by lia. rewrite S_INR. ring. }
    rewrite (sum_same W _ (fun w => (INR t + (if w <=? t then 0 else INR W)) + -1 * INR w)).
    - rewrite !sum_plus, sum_constant, sum_scale, Count, Late, minus_INR, S_INR by lia. field.
    - intros w Hw. unfold ahead. destruct (Nat.leb_spec w t).
      + rewrite minus_INR by lia. ring.
      + rewrite minus_INR, plus_INR by lia. ring.
  Qed.

  Definition at_target : R := passage l + surplus l * ((INR W - 1) * excursion l).
  (* About to enter corridor w. *)
  Definition entering_worth (w : nat) : R := at_target + INR (ahead w) * excursion l.
  Definition leaf_worth (w : nat) : R := if w =? t then 0 else way_back l + entering_worth (next w).
  Definition memory_out (w : nat) : nat -> R := out_value l (entering_worth (next w)) (leaf_worth w).
  Definition memory_home (w : nat) : nat -> R := home_value l (entering_worth (next w)) (leaf_worth w).
  Definition from_source : R := sum W entering_worth / INR W.
  Definition memory_value : state -> R := folded from_source memory_out memory_home.

  Lemma entering_nonneg : forall w, 0 <= entering_worth w.
  Proof.
    intros w. assert (1 <= INR W) by (apply (le_INR 1); lia). pose proof (passage_pos l Hl).
    pose proof (surplus_nonneg l Hl). pose proof (excursion_pos l Hl). pose proof (pos_INR (ahead w)).
    unfold entering_worth, at_target.
    assert (0 <= surplus l * ((INR W - 1) * excursion l)) by (apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra]).
    assert (0 <= INR (ahead w) * excursion l) by (apply Rmult_le_pos; lra). lra.
  Qed.

  Lemma leaf_nonneg : forall w, 0 <= leaf_worth w.
  Proof.
    intros w. unfold leaf_worth. destruct (w =? t); [lra |]. pose proof (way_back_pos l Hl).
    pose proof (entering_nonneg (next w)). lra.
  Qed.

  Lemma memory_inside : forall w, in_corridor l (entering_worth (next w)) (leaf_worth w) (memory_out w) (memory_home w).
  Proof. intros w. now apply values_solve. Qed.

  Lemma leaf_fits : forall w, w <> t -> leaf_worth w = 1 + memory_home w (length l).
  Proof.
    intros w Wrong. pose proof (way_back_law _ _ _ _ _ Hl (memory_inside w)) as Law.
    pose proof (surplus_nonneg _ (proper_reversed _ Hl)). apply Nat.eqb_neq in Wrong. unfold leaf_worth in *.
    rewrite Wrong in *. apply Rmult_eq_reg_l with (1 + surplus (reversed l)); lra.
  Qed.

  Lemma entering_is : forall w, (w < W)%nat -> entering_worth w = 1 + memory_out w 0%nat.
  Proof.
    intros w Hw. pose proof (memory_inside w) as In. destruct (Nat.eq_dec w t) as [-> | Wrong].
    - pose proof (passage_law _ _ _ _ _ Hl In) as Law. pose proof (surplus_nonneg l Hl).
      destruct ahead_around as [Zero Around]. unfold leaf_worth in Law. rewrite Nat.eqb_refl in Law.
      apply Rmult_eq_reg_l with (1 + surplus l); [| lra]. rewrite Law. unfold entering_worth.
      rewrite Zero, Around. cbn [INR]. unfold at_target. ring.
    - rewrite (leaf_fits w Wrong) in In. rewrite (excursion_law _ _ _ _ Hl In). unfold entering_worth.
      rewrite (ahead_next w Hw Wrong), S_INR. ring.
  Qed.

  Lemma all_proper : forall w, (w < W)%nat -> Forall proper (rows w).
  Proof. intros w _. exact Hl. Qed.

  Lemma memory_is_chain : forall s, on s -> met t rows s = false -> is_law _ on (moves_memory s).
  Proof.
    intros s Hs Free. pose proof (graph_is_chain W t rows lanes spread Ht all_proper Spread s Hs Free) as Law.
    destruct s as [| | w e i | w [| e] i]; try exact Law. apply (in_states W t rows lanes Ht) in Hs as (Hw & _ & _).
    pose proof (next_below w Hw) as Hn.
    destruct (onto_law W rows lanes spread Spread (Home w 0 i) (next w) 0 (Out (next w) 0) 1 Hn) as [Moves One];
      [lia | lra | | now split].
    intros j Hj. apply (in_states W t rows lanes Ht). repeat split; [exact Hn | lia | exact Hj].
  Qed.

  Lemma memory_solves : solves _ (met t rows) moves_memory on memory_value.
  Proof.
    assert (HW : 1 <= INR W) by (apply (le_INR 1); lia). intros s Hs. destruct s as [| | w e i | w e i]; cbn [met].
    - cbn. ring.
    - apply (folded_fork W t rows lanes spread Ht Spread from_source memory_out memory_home Fork).
      assert (Sum : sum W entering_worth = sum W (fun w => 1 + memory_out w 0%nat))
        by (apply sum_same; intros w Hw; now apply entering_is).
      unfold from_source. rewrite Sum, sum_plus, sum_constant. field. lra.
    - apply (in_states W t rows lanes Ht) in Hs as (Hw & He & _). destruct (memory_inside w) as [Steps _ Leaf].
      destruct (Nat.eqb_spec e (length l)) as [-> | NotLeaf]; cbn beta.
      + rewrite andb_true_r. cbn [memory_value folded]. rewrite Leaf. destruct (Nat.eqb_spec w t) as [-> | Wrong].
        * unfold leaf_worth. now rewrite Nat.eqb_refl.
        * rewrite (leaf_fits w Wrong).
          exact (folded_leaf W t rows lanes spread Ht Spread from_source memory_out memory_home w i Hw).
      + rewrite andb_false_r. destruct (inner W t rows Ht w e ltac:(cbn in *; lia)) as [v At].
        exact (folded_out W t rows lanes spread Ht all_proper Spread _ _ memory_home w e i v Hw Steps At).
    - apply (in_states W t rows lanes Ht) in Hs as (Hw & He & _). destruct (memory_inside w) as [Steps AtFork _].
      destruct e as [| e].
      + pose proof (next_below w Hw) as Hn. cbn [memory_value folded moves_memory]. rewrite AtFork. unfold onto_next.
        rewrite (mean_bundle W rows lanes spread Spread _ _ _ (memory_out (next w) 0) _ (next w) 0);
          [| exact Hn | lia | reflexivity].
        rewrite (entering_is _ Hn). ring.
      + destruct (inner W t rows Ht w e ltac:(cbn in *; lia)) as [v At].
        exact (folded_home W t rows lanes spread Ht all_proper Spread _ memory_out _ w e i v Hw Steps At).
  Qed.

  Lemma memory_nonneg : forall s, on s -> 0 <= memory_value s.
  Proof.
    intros s _. assert (HW : 1 <= INR W) by (apply (le_INR 1); lia).
    assert (0 <= from_source).
    { apply Rmult_le_pos; [apply sum_nonneg; intros w _; apply entering_nonneg |]. left. apply Rinv_0_lt_compat. lra. }
    destruct s as [| | w e i | w e i]; cbn [memory_value folded]; try lra;
      (apply values_nonneg; [exact Hl | apply entering_nonneg | apply leaf_nonneg]).
  Qed.

  (* From the source to the leaf of corridor t. *)
  Theorem fork_memory : expected_time _ (met t rows) moves_memory Source (memory_cost (INR W) l).
  Proof.
    assert (HW : 1 <= INR W) by (apply (le_INR 1); lia).
    replace (memory_cost (INR W) l) with (memory_value Source).
    - destruct (bounded_on memory_value (states W rows lanes)) as [M Bound].
      apply (solution_is_expected_time _ _ _ on memory_is_chain memory_value) with M;
        [exact memory_nonneg | | exact Bound | exact memory_solves | now left].
      intros s Hs Free. pose proof (memory_solves s Hs) as Here. rewrite Free in Here. lra.
    - cbn. unfold from_source, entering_worth, memory_cost, at_target, tries. rewrite sum_plus, sum_constant.
      rewrite (sum_same W _ (fun w => excursion l * INR (ahead w))) by (intros; ring).
      rewrite sum_scale, sum_ahead. field. lra.
  Qed.
End OnGraph.
