(* How fast SFT moves a forward row.

   Along gradient flow the logit gap D of a row with base odds m has D' = c (1 - p), where 1 - p = 1 / (1 + m e^D) is
   the error of the row and c > 0 its weight times 1 + 1/L. Then D + m (e^D - 1) = c t. The error lies between two
   multiples of 1/t. At exits m = 1/L, at entries m = L.

   Hypotheses: D is differentiable at every t >= 0 and D(0) = 0; m > 0, c > 0.

   Main definitions: error, clock.
   Main results: sft_dynamics (the clock), gap_nonneg, error_between. *)
From Coq Require Import Reals Lra Lia Psatz.
Local Open Scope R_scope.

Definition error (m d : R) : R := 1 / (1 + m * exp d).
Definition clock (m d : R) : R := d + m * (exp d - 1).

Section Flow.
  Variables (m c : R) (D : R -> R).
  Hypothesis Hm : 0 < m.
  Hypothesis Hc : 0 < c.
  Hypothesis Start : D 0 = 0.
  Hypothesis Flow : forall t, 0 <= t -> derivable_pt_lim D t (c * error m (D t)).

  Lemma odds_pos : forall d, 0 < 1 + m * exp d.
  Proof. intros d. pose proof (exp_pos d). assert (0 < m * exp d) by now apply Rmult_lt_0_compat. lra. Qed.

  Lemma clock_derivative : forall t, 0 <= t -> derivable_pt_lim (fun s => clock m (D s)) t c.
  Proof.
    intros t Ht. pose proof (Flow t Ht) as Slope. pose proof (odds_pos (D t)) as Pos.
    replace c with (c * error m (D t) + m * (exp (D t) * (c * error m (D t)) - 0))
      by (unfold error; field; lra).
    apply derivable_pt_lim_plus; [exact Slope |]. apply derivable_pt_lim_scal.
    apply (derivable_pt_lim_minus (fun s => exp (D s)) (fct_cte 1)); [| apply derivable_pt_lim_const].
    apply (derivable_pt_lim_comp D exp); [exact Slope | apply derivable_pt_lim_exp].
  Qed.

  Theorem sft_dynamics : forall t, 0 <= t -> clock m (D t) = c * t.
  Proof.
    intros t Ht. destruct (Req_dec t 0) as [-> | Later].
    - unfold clock. rewrite Start, exp_0. ring.
    - destruct (MVT_cor2 (fun s => clock m (D s)) (fun _ => c) 0 t ltac:(lra)) as (s & Slope & _).
      + intros s Hs. apply clock_derivative. lra.
      + unfold clock at 2 in Slope. rewrite Start, exp_0 in Slope. lra.
  Qed.

  (* The clock runs backward below zero, and so the gap is never negative. *)
  Theorem gap_nonneg : forall t, 0 <= t -> 0 <= D t.
  Proof.
    intros t Ht. pose proof (sft_dynamics t Ht) as Clock. unfold clock in Clock.
    destruct (Rle_or_lt 0 (D t)) as [Pos | Neg]; [exact Pos | exfalso].
    pose proof (exp_increasing _ _ Neg) as Less. rewrite exp_0 in Less.
    assert (0 <= c * t) by (apply Rmult_le_pos; lra).
    assert (0 < m * (1 - exp (D t))) by (apply Rmult_lt_0_compat; lra). lra.
  Qed.

  Theorem error_between : forall t, 0 <= t ->
    1 / (1 + m + c * t) <= error m (D t) <= 1 / (1 + m + c * t * (m / (1 + m))).
  Proof.
    intros t Ht. pose proof (sft_dynamics t Ht) as Clock. pose proof (gap_nonneg t Ht) as Pos. unfold clock in Clock.
    unfold error. set (d := D t) in *. set (e := exp d) in *.
    assert (Grows : d <= e - 1).
    { destruct (Req_dec d 0) as [Zero | Some]; [unfold e; rewrite Zero, exp_0; lra |].
      pose proof (exp_ineq1 d Some). unfold e. lra. }
    assert (He : 1 <= e) by lra. assert (Hct : 0 <= c * t) by (apply Rmult_le_pos; lra). set (tau := c * t) in *.
    clearbody e d tau.
    assert (0 <= m * (e - 1)) by (apply Rmult_le_pos; lra).
    assert (Invert : forall a b, 0 < a -> a <= b -> 1 / b <= 1 / a).
    { intros a b Ha Hab. unfold Rdiv. rewrite !Rmult_1_l. apply Rinv_le_contravar; assumption. }
    assert (Low : tau * (m / (1 + m)) <= m * (e - 1)).
    { apply Rmult_le_reg_r with (1 + m); [lra |].
      replace (tau * (m / (1 + m)) * (1 + m)) with (m * tau) by (field; lra).
      replace (m * (e - 1) * (1 + m)) with (m * ((e - 1) * (1 + m))) by ring. apply Rmult_le_compat_l; lra. }
    assert (0 <= tau * (m / (1 + m))).
    { apply Rmult_le_pos; [lra |]. apply Rmult_le_pos; [lra |]. left. apply Rinv_0_lt_compat. lra. }
    split; apply Invert; lra.
  Qed.
End Flow.
