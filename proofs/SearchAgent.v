(* The search agent, which repeats no directed edge, in the two limits.

   Hypotheses: L >= 1 lanes, K diamonds, W >= 1 corridors. In both limits the agent walks straight to a leaf and enters
   no corridor twice; what it does on the way back is written down below by first steps, as
   theory/relaxations/search_agent.py has it. SearchOnGraph.v shows that the agent's walk on the graph is this one.

   Main definitions: leaving (a left vertex on the way back), drawing (the corridors without replacement),
   search_cost.
   Main results: leaving_law, search_agent (both costs), search_ratio (between L/14 and (L+3)/4). *)
From Coq Require Import Reals List Lra Lia Psatz.
Import ListNotations.
Local Open Scope R_scope.

(* With n lanes unused, a uniform row leaves with probability 1/(n+1). Otherwise the walker takes a lane outward
   and must come back by another, and n - 1 lanes are left. *)
Fixpoint leaving (n : nat) : R :=
  match n with
  | O => 1
  | S m => 1 / (INR (S m) + 1) * 1 + INR (S m) / (INR (S m) + 1) * (2 + leaving m)
  end.

Lemma leaving_law : forall n, leaving n = 1 + INR n.
Proof.
  induction n as [| n IH]; [cbn; ring |]. cbn [leaving]. rewrite IH, S_INR. pose proof (pos_INR n). field. lra.
Qed.

(* With n wrong corridors left beside the target's, the next one is wrong with probability n/(n+1). *)
Fixpoint drawing (out back : R) (n : nat) : R :=
  match n with
  | O => out
  | S m => out + INR (S m) / (INR (S m) + 1) * (back + drawing out back m)
  end.

Lemma drawing_law : forall out back n, drawing out back n = out + INR n / 2 * (out + back).
Proof.
  intros out back n. induction n as [| n IH]; [cbn; field |]. cbn [drawing]. rewrite IH, S_INR.
  pose proof (pos_INR n). field. lra.
Qed.

Definition search_cost (W K : nat) (left : R) : R :=
  1 + drawing (2 * INR K + 1) (INR K * (1 + left) + 1) (W - 1).

(* SFT's rows meet L - 1 unused lanes at a left vertex; RLVR's leave at once. *)
Theorem search_agent : forall W K L, (1 <= W)%nat -> (1 <= L)%nat ->
  search_cost W K (leaving (L - 1)) =
    1 + (INR W - 1) / 2 * (4 * INR K + 2 + INR K * (INR L - 1)) + 2 * INR K + 1 /\
  search_cost W K 1 = 1 + INR W * (2 * INR K + 1).
Proof.
  intros W K L HW HL. unfold search_cost. rewrite leaving_law, !drawing_law, !minus_INR by assumption.
  cbn [INR]. split; field.
Qed.

(* Theta(W K L) against Theta(W K): the ratio grows with L. *)
Theorem search_ratio : forall W K L, (2 <= W)%nat -> (1 <= K)%nat -> (1 <= L)%nat ->
  INR L * search_cost W K 1 <= 14 * search_cost W K (leaving (L - 1)) /\
  4 * search_cost W K (leaving (L - 1)) <= (INR L + 3) * search_cost W K 1.
Proof.
  intros W K L HW HK HL. destruct (search_agent W K L ltac:(lia) HL) as [-> ->].
  apply le_INR in HW, HK, HL. cbn in HW, HK, HL. set (w := INR W) in *. set (k := INR K) in *. set (n := INR L) in *.
  clearbody w k n. assert (0 <= (w - 2) * (k - 1)) by (apply Rmult_le_pos; lra).
  assert (0 <= (n - 1) * (k - 1)) by (apply Rmult_le_pos; lra).
  assert (0 <= (n - 1) * (w - 2)) by (apply Rmult_le_pos; lra).
  assert (0 <= (n - 1) * ((w - 2) * (k - 1))) by (apply Rmult_le_pos; lra). split; nra.
Qed.
