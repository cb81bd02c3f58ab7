(* Sign descent on the gaps stays on the learning curve as long as all its signs are right.

   A gap is the logit difference between passing and turning, up to a constant: it is zero at the base model. There is
   one for each of the four rows of each diamond. A step moves every gap by `step` against the sign of the derivative of
   the cost. A sign is right where passing more often lowers the cost, that is, where the derivative is negative.

   Hypotheses: L > 0 real, K diamonds, W real; the derivatives exist along the run.

   Main definitions: row, entry_pass, exit_pass, policy, descends, signs_right.
   Main results: passes_inverse (1/x = 1 + L e^(-D) and 1/y = 1 + e^(-D) / L), starts_at_base, stays_on_curve,
   follows_curve (the cost along the run). *)
From Coq Require Import Reals List Lra Lia.
From Backproof Require Import Corridor ClosedForms.
Import ListNotations.
Local Open Scope R_scope.

Inductive row := ForwardEntry | BackwardExit | ForwardExit | BackwardEntry.

Lemma same_row : forall r r' : row, {r = r'} + {r <> r'}.
Proof. decide equality. Defined.

Section Run.
  Variables (W L step : R) (K : nat).
  Hypothesis HL : 0 < L.

  (* Softmax over L lanes and a connector, with the gap D: the odds of the base model times e^D. *)
  Definition entry_pass (D : R) : R := L * exp D / (1 + L * exp D).
  Definition exit_pass (D : R) : R := exp D / (exp D + L).

  (* The rows of the diamonds j, j + 1, ..., k of them. *)
  Fixpoint policy (gaps : row -> nat -> R) (j k : nat) : corridor :=
    match k with
    | O => []
    | S k' =>
        Vertex (entry_pass (gaps ForwardEntry j)) (exit_pass (gaps BackwardExit j)) ::
        Vertex (exit_pass (gaps ForwardExit j)) (entry_pass (gaps BackwardEntry j)) :: policy gaps (S j) k'
    end.

  Definition with_gap (gaps : row -> nat -> R) (r : row) (j : nat) (u : R) : row -> nat -> R :=
    fun r' j' => if same_row r r' then if j =? j' then u else gaps r' j' else gaps r' j'.

  Definition has_slope (gaps : row -> nat -> R) (r : row) (j : nat) (slope : R) : Prop :=
    derivable_pt_lim (fun u => cost W (policy (with_gap gaps r j u) 0 K)) (gaps r j) slope.

  Definition sign (a : R) : R := if Rlt_dec 0 a then 1 else if Rlt_dec a 0 then -1 else 0.

  Definition descends (gaps gaps' : row -> nat -> R) : Prop := forall r j, (j < K)%nat ->
    exists slope, has_slope gaps r j slope /\ gaps' r j = gaps r j - step * sign slope.

  Definition signs_right (gaps : row -> nat -> R) : Prop :=
    forall r j slope, (j < K)%nat -> has_slope gaps r j slope -> slope < 0.

  Lemma passes_inverse : forall D, 1 / exit_pass D = 1 + L * exp (- D) /\ 1 / entry_pass D = 1 + exp (- D) / L.
  Proof.
    intros D. pose proof (exp_pos D). assert (0 < L * exp D) by now apply Rmult_lt_0_compat.
    unfold exit_pass, entry_pass. rewrite exp_Ropp. split; field; lra.
  Qed.

  Lemma passes_pos : forall D, 0 < exit_pass D /\ 0 < entry_pass D.
  Proof.
    intros D. pose proof (exp_pos D). assert (0 < L * exp D) by now apply Rmult_lt_0_compat.
    split; apply Rdiv_lt_0_compat; lra.
  Qed.

  Lemma equal_gaps : forall gaps D j k, (forall r i, (j <= i < j + k)%nat -> gaps r i = D) ->
    policy gaps j k = curve (exit_pass D) (entry_pass D) k.
  Proof.
    intros gaps D j k. revert j. induction k as [| k IH]; intros j Same; [reflexivity |].
    cbn [policy]. rewrite !Same by lia. rewrite (IH (S j)) by (intros r i Hi; apply Same; lia). reflexivity.
  Qed.

  (* Where all gaps are zero the policy is the base model. *)
  Theorem starts_at_base : forall gaps, (forall r j, gaps r j = 0) -> policy gaps 0 K = base L K.
  Proof.
    intros gaps Zero. rewrite (equal_gaps gaps 0) by (intros r i _; apply Zero).
    unfold exit_pass, entry_pass, base, entry, exit. rewrite exp_0. f_equal; field; lra.
  Qed.

  Section Steps.
    Variable gaps : nat -> row -> nat -> R.
    Variable n : nat.
    Hypothesis Start : forall r j, gaps 0%nat r j = 0.
    Hypothesis Descends : forall k, (k < n)%nat -> descends (gaps k) (gaps (S k)).
    Hypothesis Right : forall k, (k < n)%nat -> signs_right (gaps k).

    Lemma gaps_alike : forall k, (k <= n)%nat -> forall r j, (j < K)%nat -> gaps k r j = INR k * step.
    Proof.
      induction k as [| k IH]; intros Hk r j Hj; [rewrite Start; cbn; ring |].
      destruct (Descends k ltac:(lia) r j Hj) as (slope & Slope & ->).
      pose proof (Right k ltac:(lia) r j slope Hj Slope) as Negative. rewrite IH, S_INR by lia.
      unfold sign. destruct (Rlt_dec 0 slope); [lra |]. destruct (Rlt_dec slope 0); lra.
    Qed.

    Theorem stays_on_curve :
      policy (gaps n) 0 K = curve (exit_pass (INR n * step)) (entry_pass (INR n * step)) K.
    Proof. apply equal_gaps. intros r i Hi. apply gaps_alike; lia. Qed.

    Theorem follows_curve : cost W (policy (gaps n) 0 K) =
      1 + (2 * W - 1) * curve_passage (exit_pass (INR n * step)) (entry_pass (INR n * step)) (INR K).
    Proof. rewrite stays_on_curve. apply learning_curve; apply passes_pos. Qed.
  End Steps.
End Run.
