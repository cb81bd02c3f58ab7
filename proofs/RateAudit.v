(* The paper's rate W L^K, against the exact one, W rho^K with rho = (L+1)^2 / L.

   Hypotheses: W >= 2 real, L >= 1 lanes, K >= 1 diamonds.
   Main results: rate_audit (SFT's cost between W rho^K and 6 W rho^K), paper_rate_needs (if SFT costs at most C W
   L^K, then K <= (C-1) L / 2), paper_rate_holds (if 2K <= b L, it costs at most 6 3^b W L^K): along a family of
   sizes the paper's rate holds if and only if K = O(L) there. one_lane (at L = 1 the ratio is 4^K). *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import Corridor Optimum ClosedForms Separation.
Local Open Scope R_scope.

Section Rate.
  Variables (W : R) (K L : nat).
  Hypothesis HW : 2 <= W.
  Hypothesis HK : (1 <= K)%nat.
  Hypothesis HL : (1 <= L)%nat.

  Let l := INR L.
  Let sft := cost W (sft_limit l K).

  Lemma lanes_real : 1 <= l.
  Proof. apply (le_INR 1). exact HL. Qed.

  (* The exact rate is W rho^K. *)
  Theorem rate_audit : W * rho l ^ K <= sft <= 6 * W * rho l ^ K.
  Proof.
    pose proof lanes_real as Hl. unfold sft. rewrite sft_cost by exact Hl. apply le_INR in HK as Hk. cbn [INR] in Hk.
    destruct (return_cost_between l Hl K) as [Low High]. pose proof (power_grows l Hl K) as HP.
    set (P := rho l ^ K) in *. set (k := INR K) in *. set (G := return_cost l K) in *. clearbody P k G.
    assert (E1 : (W - 1) * (4 * P - 3 - 2 * k) <= (W - 1) * G) by (apply Rmult_le_compat_l; lra).
    assert (E2 : (W - 1) * G <= (W - 1) * (5 * P - 2 * k)) by (apply Rmult_le_compat_l; lra).
    assert (1 + 2 * k <= P) by nra. assert (0 <= (W - 2) * (P - 1)) by (apply Rmult_le_pos; lra).
    clear Low High. split; nra.
  Qed.

  (* rho^K / L^K = (1 + 1/L)^(2K) *)
  Lemma ratio : rho l ^ K = (1 + / l) ^ (2 * K) * l ^ K.
  Proof.
    pose proof lanes_real. rewrite pow_mult, <- Rpow_mult_distr. f_equal. unfold rho. cbn [pow]. field. lra.
  Qed.

  Lemma bernoulli : forall n, 1 + INR n / l <= (1 + / l) ^ n.
  Proof.
    pose proof lanes_real as Hl. assert (Small : 0 < / l) by (apply Rinv_0_lt_compat; lra).
    induction n as [| n IH]; [cbn; lra |]. rewrite S_INR. cbn [pow]. unfold Rdiv in *. pose proof (pos_INR n) as Hn.
    assert (0 <= INR n * / l * / l) by (repeat apply Rmult_le_pos; lra).
    apply (Rmult_le_compat_l (1 + / l)) in IH; [| lra]. lra.
  Qed.

  Lemma block : forall n, (n <= L)%nat -> (1 + / l) ^ n <= 1 + INR n / l + (INR n / l) * (INR n / l).
  Proof.
    pose proof lanes_real as Hl. assert (Small : 0 < / l) by (apply Rinv_0_lt_compat; lra).
    induction n as [| n IH]; intros Hn; [cbn; lra |]. specialize (IH ltac:(lia)). rewrite S_INR. cbn [pow].
    apply le_INR in Hn. rewrite S_INR in Hn. fold l in Hn. pose proof (pos_INR n) as Pos. unfold Rdiv in *.
    assert (Z : INR n * / l <= 1).
    { apply Rmult_le_reg_r with l; [lra |]. rewrite Rmult_assoc, Rinv_l by lra. lra. }
    set (e := / l) in *. set (z := INR n * e) in *. assert (Hz : 0 <= z) by (unfold z; apply Rmult_le_pos; lra).
    replace ((INR n + 1) * e) with (z + e) by (unfold z; ring).
    apply Rle_trans with ((1 + e) * (1 + z + z * z)); [apply Rmult_le_compat_l; lra |].
    assert (0 <= e * (z * (1 - z))) by (repeat apply Rmult_le_pos; lra).
    assert (0 <= e * e) by (apply Rmult_le_pos; lra). nra.
  Qed.

  Lemma blocks : forall b n, (n <= b * L)%nat -> (1 + / l) ^ n <= 3 ^ b.
  Proof.
    pose proof lanes_real as Hl. assert (Small : 0 < / l) by (apply Rinv_0_lt_compat; lra).
    assert (Pos : forall n, 0 < (1 + / l) ^ n) by (intros n; apply pow_lt; lra).
    induction b as [| b IH]; intros n Hn; [replace n with 0%nat by lia; cbn; lra |].
    assert (Three : forall k, (k <= L)%nat -> (1 + / l) ^ k <= 3).
    { intros k Hk. pose proof (block k Hk). apply le_INR in Hk. fold l in Hk. pose proof (pos_INR k).
      assert (INR k / l <= 1) by (apply Rmult_le_reg_r with l; [lra |]; unfold Rdiv;
        rewrite Rmult_assoc, Rinv_l by lra; lra).
      assert (0 <= INR k / l) by (apply Rmult_le_pos; lra). nra. }
    cbn [pow]. destruct (Nat.le_gt_cases n L) as [Le | Gt].
    - apply Rle_trans with 3; [now apply Three |]. assert (1 <= 3 ^ b) by (apply pow_R1_Rle; lra). lra.
    - replace n with (L + (n - L))%nat by lia. rewrite pow_add. cbn in Hn.
      apply Rmult_le_compat; [left; apply Pos | left; apply Pos | now apply Three | apply IH; lia].
  Qed.

  Theorem paper_rate_needs : forall C, sft <= C * (W * l ^ K) -> INR K <= (C - 1) * l / 2.
  Proof.
    intros C Bound. pose proof lanes_real as Hl. destruct rate_audit as [Low _]. rewrite ratio in Low.
    assert (Power : 0 < l ^ K) by (apply pow_lt; lra). pose proof (bernoulli (2 * K)) as Least.
    rewrite mult_INR in Least. cbn [INR] in Least. set (R' := (1 + / l) ^ (2 * K)) in *.
    assert (R' <= C). { apply Rmult_le_reg_r with (W * l ^ K); [apply Rmult_lt_0_compat; lra | lra]. }
    assert (2 * INR K / l <= C - 1) as Ratio by (unfold Rdiv in *; lra).
    apply (Rmult_le_compat_r l) in Ratio; [| lra]. unfold Rdiv in Ratio. rewrite Rmult_assoc, Rinv_l in Ratio by lra.
    lra.
  Qed.

  Theorem paper_rate_holds : forall b, (2 * K <= b * L)%nat -> sft <= 6 * 3 ^ b * (W * l ^ K).
  Proof.
    intros b Short. pose proof lanes_real as Hl. destruct rate_audit as [_ High]. rewrite ratio in High.
    assert (Power : 0 < l ^ K) by (apply pow_lt; lra). pose proof (blocks b (2 * K) Short) as Most.
    apply Rle_trans with (1 := High). apply (Rmult_le_compat_r (6 * W * l ^ K)) in Most; [lra |].
    repeat apply Rmult_le_pos; lra.
  Qed.
End Rate.

Theorem one_lane : forall K, rho 1 ^ K / 1 ^ K = 4 ^ K.
Proof. intros K. rewrite pow1. unfold rho. replace ((1 + 1) * (1 + 1) / 1) with 4 by field. field. Qed.
