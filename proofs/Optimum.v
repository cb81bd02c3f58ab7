(* No policy costs less than H* = 1 + (2W-1)(2K+1), and for W >= 2 only the one that never turns costs so little.

   Hypotheses: W >= 1 real, a corridor of any length n (2K, for K diamonds: n + 1 edges), probabilities in (0, 1].

   Main definition: optimum.
   Main results: rlvr_cost (attained by all ones), rlvr_optimal (lower bound), rlvr_unique (equality for W >= 2),
   rlvr_optimal_diamonds (the formula in W and K). *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import Corridor.
Import ListNotations.
Local Open Scope R_scope.

Definition optimum (W : R) (l : corridor) : R := 1 + (2 * W - 1) * edges l.

(* What a policy pays beyond the optimum is its surplus crossings. *)
Lemma cost_beyond_optimum : forall W l,
  cost W l = optimum W l + 2 * W * total l + 2 * (W - 1) * total (reversed l).
Proof. intros W l. unfold cost, way_back, passage, optimum. rewrite edges_reversed. ring. Qed.

Theorem rlvr_optimal : forall W l, 1 <= W -> Forall proper l -> optimum W l <= cost W l.
Proof.
  intros W l HW Hl. rewrite cost_beyond_optimum.
  pose proof (total_nonneg l Hl). pose proof (total_nonneg _ (proper_reversed l Hl)).
  assert (0 <= W * total l) by (apply Rmult_le_pos; lra).
  assert (0 <= (W - 1) * total (reversed l)) by (apply Rmult_le_pos; lra). lra.
Qed.

(* A corridor without surplus is one whose onward rows are all one. *)
Lemma surplus_none : forall l, Forall (fun v => onward v = 1) l -> surplus l = 0 /\ total l = 0.
Proof.
  induction 1 as [| [p q] rest Hp _ [IH1 IH2]]; [now split |]. cbn in Hp. subst p.
  cbn [surplus total]. rewrite IH1, IH2. split; field.
Qed.

Lemma total_none : forall l, Forall proper l -> total l = 0 -> Forall (fun v => onward v = 1) l.
Proof.
  induction 1 as [| [p q] rest Hv Hrest IH]; intros Zero; [constructor |].
  assert (Proper : Forall proper (Vertex p q :: rest)) by now constructor.
  pose proof (surplus_nonneg _ Proper) as Here. pose proof (total_nonneg _ Hrest) as Behind.
  pose proof (surplus_nonneg _ Hrest) as Next. change (surplus (Vertex p q :: rest) + total rest = 0) in Zero.
  destruct Hv as [Hp Hq]; cbn in Hp, Hq. pose proof (surplus_at p q rest ltac:(lra)) as At.
  assert (surplus (Vertex p q :: rest) = 0) as E by lra. rewrite E in At.
  constructor; [cbn; nra | apply IH; lra].
Qed.

Theorem rlvr_unique : forall W l, 1 < W -> Forall proper l ->
  (cost W l = optimum W l <-> Forall (fun v => v = perfect) l).
Proof.
  intros W l HW Hl. rewrite cost_beyond_optimum.
  pose proof (total_nonneg l Hl) as Out. pose proof (total_nonneg _ (proper_reversed l Hl)) as Back. split.
  - intros Equal.
    assert (total l = 0) as E1 by nra. assert (total (reversed l) = 0) as E2 by nra.
    apply total_none in E1; [| exact Hl]. apply total_none in E2; [| now apply proper_reversed].
    unfold reversed in E2. apply Forall_rev in E2. rewrite rev_involutive, Forall_map in E2.
    rewrite Forall_forall in *. intros [p q] Hin. specialize (E1 _ Hin). specialize (E2 _ Hin). cbn in *. now subst.
  - intros Ones. assert (Both : Forall (fun v => onward v = 1) l /\ Forall (fun v => onward v = 1) (reversed l)).
    { split; [| unfold reversed; apply Forall_rev, Forall_map];
        (eapply Forall_impl; [| exact Ones]); intros v ->; reflexivity. }
    destruct Both as [B1 B2]. apply surplus_none in B1 as [_ ->]. apply surplus_none in B2 as [_ ->]. ring.
Qed.

(* K diamonds in which the walker never turns. *)
Definition straight (K : nat) : corridor := repeat perfect (2 * K).

Lemma proper_straight : forall K, Forall proper (straight K).
Proof. intros K. apply Forall_forall. intros v Hv. apply repeat_spec in Hv. subst. split; cbn; lra. Qed.

Theorem rlvr_cost : forall W K, cost W (straight K) = 1 + (2 * W - 1) * (2 * INR K + 1).
Proof.
  intros W K. rewrite cost_beyond_optimum. unfold optimum, edges.
  assert (Ones : Forall (fun v => onward v = 1) (straight K)).
  { apply Forall_forall. intros v Hv. apply repeat_spec in Hv. now subst. }
  assert (Back : Forall (fun v => onward v = 1) (reversed (straight K))).
  { unfold reversed. apply Forall_rev, Forall_map, Forall_forall. intros v Hv. apply repeat_spec in Hv. now subst. }
  apply surplus_none in Ones as [_ ->]. apply surplus_none in Back as [_ ->].
  unfold straight. rewrite repeat_length, mult_INR. cbn [INR]. ring.
Qed.

Theorem rlvr_optimal_diamonds : forall W K l, 1 <= W -> Forall proper l -> length l = (2 * K)%nat ->
  cost W (straight K) <= cost W l /\ cost W (straight K) = 4 * W * INR K + 2 * W - 2 * INR K.
Proof.
  intros W K l HW Hl Length. rewrite rlvr_cost. pose proof (rlvr_optimal W l HW Hl) as Least.
  unfold optimum, edges in Least. rewrite Length, mult_INR in Least. cbn [INR] in Least. split; [| ring]. lra.
Qed.

(* With one corridor the homeward rows do not matter: the minimiser is not unique. *)
Theorem one_corridor_not_unique : exists l, Forall proper l /\ cost 1 l = optimum 1 l /\
  ~ Forall (fun v => v = perfect) l.
Proof.
  exists [Vertex 1 (1 / 2)]. split; [| split].
  - repeat constructor; cbn; lra.
  - rewrite cost_beyond_optimum. cbn. field.
  - intros Ones. apply Forall_inv in Ones. injection Ones. lra.
Qed.
