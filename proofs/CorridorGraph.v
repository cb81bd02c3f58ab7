(* The theorem, for corridor graphs of every size.

   W >= 1 corridors of K diamonds with L >= 1 lanes each, any of the W leaves the target. The walk is that of Graph.v,
   with lanes 1, L, 1, L, ..., 1 on the edges of a corridor and a walker who chooses among lanes uniformly. Costs are
   expected hitting times from the source.

   Main definitions: lanes_of, uniform, costs (a policy costs C on the graph).
   Main results: base_model, sft_model, rlvr_model (their costs), rlvr_least (no policy costs less), sft_unbounded (at
   some depth SFT's limit costs more than any given multiple of the optimum). *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import Corridor ExpectedCost Chain Graph Optimum ClosedForms Separation.
Import ListNotations.
Local Open Scope R_scope.

(* Edges 0, 2, 4, ... are connectors, edges 1, 3, 5, ... are diamonds. *)
Definition lanes_of (L : nat) (w e : nat) : nat := if Nat.even e then 1%nat else L.

(* One of the lanes, each with the same probability. *)
Definition uniform (n : nat) : list (R * nat) := map (fun i => (1 / INR n, i)) (seq 0 n).

Lemma uniform_law : forall n, (1 <= n)%nat ->
  Forall (fun m => 0 <= fst m /\ (snd m < n)%nat) (uniform n) /\ mean (fun _ => 1) (uniform n) = 1.
Proof.
  intros n Hn. assert (Pos : 0 < INR n) by (apply lt_0_INR; lia). unfold uniform. split.
  - apply Forall_map, Forall_forall. intros i Hi. apply in_seq in Hi. cbn. split; [| lia].
    apply Rmult_le_pos; [lra | left; now apply Rinv_0_lt_compat].
  - assert (All : forall m start c, mean (fun _ => 1) (map (fun i => (c, i)) (seq start m)) = INR m * c).
    { induction m as [| m IH]; intros start c; [cbn; ring |]. cbn [seq map]. rewrite mean_cons, IH, S_INR. ring. }
    rewrite All. field. lra.
Qed.

Section Size.
  Variables W K L t : nat.
  Hypothesis Ht : (t < W)%nat.
  Hypothesis HL : (1 <= L)%nat.

  (* The policy with these rows in every corridor costs C. *)
  Definition costs (l : corridor) (C : R) : Prop :=
    expected_time _ (met t (fun _ => l)) (moves W (fun _ => l) (fun _ w e => uniform (lanes_of L w e))) Source C.

  Lemma costs_by_formula : forall l, Forall proper l -> costs l (cost (INR W) l).
  Proof.
    intros l Hl. apply expected_cost with (lanes := lanes_of L); [exact Ht | exact Hl |].
    intros _ w e _ _. apply uniform_law. unfold lanes_of. destruct (Nat.even e); [lia | exact HL].
  Qed.

  Lemma lanes_real : 1 <= INR L.
  Proof. apply le_INR in HL. exact HL. Qed.

  Theorem base_model :
    costs (base (INR L) K) (1 + (2 * INR W - 1) * (INR K * INR L + INR K + 1) * (INR K / INR L + INR K + 1)).
  Proof.
    rewrite <- base_cost by exact lanes_real. apply costs_by_formula. apply proper_base, lanes_real.
  Qed.

  Theorem sft_model :
    costs (sft_limit (INR L) K) (1 + INR W * (2 * INR K + 1) + (INR W - 1) * return_cost (INR L) K).
  Proof. rewrite <- sft_cost by exact lanes_real. apply costs_by_formula, proper_sft_limit, lanes_real. Qed.

  Theorem rlvr_model : costs (straight K) (1 + (2 * INR W - 1) * (2 * INR K + 1)).
  Proof. rewrite <- rlvr_cost. apply costs_by_formula, proper_straight. Qed.

  Lemma width_real : 1 <= INR W.
  Proof. apply (le_INR 1). lia. Qed.

  Theorem rlvr_least : forall l C, Forall proper l -> length l = (2 * K)%nat -> costs l C ->
    1 + (2 * INR W - 1) * (2 * INR K + 1) <= C /\
    (2 <= INR W -> C = 1 + (2 * INR W - 1) * (2 * INR K + 1) -> l = straight K).
  Proof.
    intros l C Hl Length Cost. rewrite (UL_sequence _ _ _ Cost (costs_by_formula l Hl)).
    assert (Optimum : optimum (INR W) l = 1 + (2 * INR W - 1) * (2 * INR K + 1)).
    { unfold optimum, edges. rewrite Length, mult_INR. reflexivity. }
    rewrite <- Optimum. split; [apply rlvr_optimal; [exact width_real | exact Hl] |].
    intros HW Equal. apply rlvr_unique in Equal; [| lra | exact Hl].
    unfold straight. rewrite <- Length. clear - Equal. induction Equal as [| v l -> _ IH]; [reflexivity |].
    cbn. now rewrite <- IH.
  Qed.
End Size.

(* For every bound, width and number of lanes there is a depth at which SFT's limit costs that many times the optimum.
   *)
Theorem sft_unbounded : forall W L t, (t < W)%nat -> (2 <= W)%nat -> (1 <= L)%nat -> forall C, exists K S O,
  costs W L t (sft_limit (INR L) K) S /\ costs W L t (straight K) O /\ 0 < O /\ C * O < S.
Proof.
  intros W L t Ht HW HL C. apply (le_INR 2) in HW. cbn in HW. pose proof (lanes_real L HL) as Lanes.
  destruct (separation_unbounded (INR W) (INR L) Lanes ltac:(lra) C) as [K More].
  exists K, (cost (INR W) (sft_limit (INR L) K)), (cost (INR W) (straight K)). repeat split.
  - now apply costs_by_formula, proper_sft_limit.
  - now apply costs_by_formula, proper_straight.
  - rewrite rlvr_cost. pose proof (pos_INR K). nra.
  - exact More.
Qed.
