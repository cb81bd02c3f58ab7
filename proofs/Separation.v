(* SFT's limit costs more than the optimum beyond every bound, and at which rate.

   Hypotheses: W >= 2 real, L >= 1 real, K diamonds. rho = (L+1)^2 / L >= 4.
   Main results: separation (both sides of the cost ratio), separation_beyond (every bound is exceeded from a depth
   on), separation_unbounded, optimum_linear (the optimum is linear in the depth; RateAudit.v: SFT's cost is
   exponential). *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import Corridor Optimum ClosedForms.
Import ListNotations.
Local Open Scope R_scope.

Section Sizes.
  Variables W L : R.
  Hypothesis HL : 1 <= L.

  Lemma rho_at_least_4 : 4 <= rho L.
  Proof.
    unfold rho. apply Rmult_le_reg_r with L; [lra |]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra.
  Qed.

  Lemma power_grows : forall K, (INR K + 1) * (INR K + 1) <= rho L ^ K.
  Proof.
    intros K. induction K as [| K IH]; [cbn; lra |]. cbn [pow]. rewrite S_INR.
    pose proof rho_at_least_4. pose proof (pos_INR K).
    apply Rle_trans with (4 * ((INR K + 1) * (INR K + 1))); [nra |].
    apply Rmult_le_compat; nra.
  Qed.

  (* The way back, between two multiples of the power. *)
  Lemma return_cost_between : forall K,
    4 * rho L ^ K - 3 - 2 * INR K <= return_cost L K <= 5 * rho L ^ K - 2 * INR K.
  Proof.
    intros K. pose proof (power_grows K) as HP. pose proof (pos_INR K) as HK. unfold return_cost.
    set (P := rho L ^ K) in *. set (k := INR K) in *.
    set (D := L * L + L + 1). assert (HD : 0 < D) by (unfold D; nra).
    set (G := (2 * (2 * L + 1) * (L + 1) * P - (3 * L * L + 5 * L + 1)) / D).
    assert (HG : G * D = 2 * (2 * L + 1) * (L + 1) * P - (3 * L * L + 5 * L + 1)) by (unfold G; field; lra).
    assert (1 <= P) by nra. clearbody P k G.
    split; (assert (Main : forall a b : R, a * D <= b * D -> a <= b) by (intros a b; apply Rmult_le_reg_r; exact HD)).
    - enough (4 * P - 3 <= G) by lra. apply Main. rewrite HG. unfold D.
      assert (0 <= (L - 1) * (P - 1)) by (apply Rmult_le_pos; lra). nra.
    - enough (G <= 5 * P) by lra. apply Main. rewrite HG. unfold D.
      assert (0 <= (L - 1) * L * P) by (repeat apply Rmult_le_pos; lra). nra.
  Qed.

  Theorem separation : 2 <= W -> forall K,
    rho L ^ K * cost W (straight K) <= 4 * (2 * INR K + 1) * cost W (sft_limit L K) /\
    (2 * INR K + 1) * cost W (sft_limit L K) <= 7 * rho L ^ K * cost W (straight K).
  Proof.
    intros HW K. rewrite rlvr_cost, sft_cost by exact HL.
    destruct (return_cost_between K) as [Low High]. pose proof (power_grows K) as HP. pose proof (pos_INR K) as HK.
    set (P := rho L ^ K) in *. set (k := INR K) in *. set (G := return_cost L K) in *. clearbody P k G.
    set (w := W - 2). replace W with (w + 2) by (unfold w; ring). assert (Hw : 0 <= w) by (unfold w; lra).
    clearbody w. assert (HP1 : 1 <= P) by nra. split.
    - assert (E : (w + 1) * (4 * P - 3 - 2 * k) <= (w + 1) * G) by (apply Rmult_le_compat_l; lra).
      assert (0 <= w * (2 * k + 1) * (14 * P - 8)) by (repeat apply Rmult_le_pos; lra).
      assert (0 <= k * P) by nra. nra.
    - assert (E : (2 * k + 1) * ((w + 1) * G) <= (2 * k + 1) * ((w + 1) * (5 * P - 2 * k)))
        by (repeat apply Rmult_le_compat_l; lra).
      assert (0 <= w * (2 * k + 1) * (9 * P - 1)) by (repeat apply Rmult_le_pos; lra).
      assert (0 <= (2 * k + 1) * (P - 1)) by (apply Rmult_le_pos; lra). nra.
  Qed.

  (* For every bound C the ratio of the costs exceeds it from a depth of 8 C on. *)
  Theorem separation_beyond : 2 <= W -> forall C K, 0 <= C -> 8 * C <= INR K ->
    C * cost W (straight K) < cost W (sft_limit L K).
  Proof.
    intros HW C K HC HK. destruct (separation HW K) as [Low _]. pose proof (power_grows K) as HP.
    pose proof (pos_INR K) as Hk. rewrite rlvr_cost in *.
    set (P := rho L ^ K) in *. set (k := INR K) in *. set (H := cost W (sft_limit L K)) in *. clearbody P k H.
    assert (Pos : 0 < 1 + (2 * W - 1) * (2 * k + 1)) by nra.
    set (O := 1 + (2 * W - 1) * (2 * k + 1)) in *. clearbody O.
    assert (4 * (2 * k + 1) * C < P) by nra.
    assert (4 * (2 * k + 1) * C * O < P * O) by (apply Rmult_lt_compat_r; lra).
    apply Rmult_lt_reg_l with (4 * (2 * k + 1)); lra.
  Qed.

  Corollary separation_unbounded : 2 <= W -> forall C, exists K, C * cost W (straight K) < cost W (sft_limit L K).
  Proof.
    intros HW C. pose proof (Rmax_l C 0) as Left. pose proof (Rmax_r C 0) as Right.
    destruct (archimed (8 * Rmax C 0)) as [Up _].
    assert (Whole : (0 <= up (8 * Rmax C 0))%Z) by (apply le_IZR; lra).
    exists (Z.to_nat (up (8 * Rmax C 0))). set (K := Z.to_nat _).
    assert (HK : 8 * Rmax C 0 <= INR K) by (unfold K; rewrite INR_IZR_INZ, Z2Nat.id by exact Whole; lra).
    apply Rle_lt_trans with (Rmax C 0 * cost W (straight K)).
    - apply Rmult_le_compat_r; [| lra]. rewrite rlvr_cost. pose proof (pos_INR K). nra.
    - apply separation_beyond; [exact HW | lra | lra].
  Qed.

  (* Linear: at most 4 W (K+1), at least 2 W K. *)
  Theorem optimum_linear : 1 <= W -> forall K,
    2 * W * INR K <= cost W (straight K) <= 4 * W * (INR K + 1).
  Proof. intros HW K. rewrite rlvr_cost. pose proof (pos_INR K). nra. Qed.
End Sizes.
