(* The signs of the derivatives at the base model.

   A derivative is right-signed if it is negative: passing more often would lower the cost. Look at a diamond with u
   diamonds before it and m behind it. Every forward derivative is right-signed. The backward one at its left vertex is
   right-signed if and only if W > w_left u m, that at its right vertex if and only if W > w_right u m.

   Hypotheses: W >= 1 and L >= 1 real, u and m any whole numbers.

   Main definitions: w_left, w_right.
   Main results: forward_signs, left_sign, right_sign, gradient_signs (all of them together), base_derivatives (they are
   the derivatives of the cost), one_lane_threshold. *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import Corridor ClosedForms Gradient.
Import ListNotations.
Local Open Scope R_scope.

Section Base.
  Variables W L : R.
  Hypothesis HW : 1 <= W.
  Hypothesis HL : 1 <= L.

  Let M := L + 1.
  Let left := Vertex (entry L) (exit L).
  Let right := Vertex (exit L) (entry L).

  Definition w_left (u m : R) : R := (u + 1) * (m + 1) * (M * M) / (M * L * (m + 1) + u * M + 1).
  Definition w_right (u m : R) : R := ((u + 1) * M + L) * (1 + m * M) / ((u + 1) * M + L + L * m * M).

  Lemma base_surplus : forall m, surplus (base L m) = INR m * M / L.
  Proof.
    intros m. destruct (curve_passage_law (exit L) (entry L) m) as [E _];
      try (unfold exit, entry; apply Rdiv_lt_0_compat; lra).
    unfold base. rewrite E. unfold exit, entry, M. field. lra.
  Qed.

  Lemma reversed_base : forall u, reversed (base L u) = base L u.
  Proof. intros u. unfold base, curve. now rewrite reversed_diamonds. Qed.

  Lemma base_weight_back : forall m, weight_back (base L m) = 1 + INR m * M.
  Proof.
    induction m as [| m IH]; [cbn; ring |]. unfold base, curve in *. cbn [diamonds].
    rewrite !weight_back_cons, IH, S_INR. unfold exit, entry, M. field. lra.
  Qed.

  Lemma base_weight : forall u, weight (base L u) = 1 + INR u * M.
  Proof. intros u. rewrite <- (reversed_base u). exact (base_weight_back u). Qed.

  Lemma base_surplus_back : forall u, surplus_back (base L u) = INR u * M / L.
  Proof. intros u. unfold surplus_back. rewrite reversed_base. apply base_surplus. Qed.

  (* What is before and behind the two vertices of the diamond. *)
  Lemma before_right : forall u, weight (base L u ++ [left]) = 1 + (1 + INR u * M) / L /\
    surplus_back (base L u ++ [left]) = (INR u + 1) * M - 1.
  Proof.
    intros u. unfold left. rewrite weight_snoc, surplus_back_snoc, base_weight, base_surplus_back.
    unfold exit, entry, M. split; field; lra.
  Qed.

  Lemma behind_left : forall m, weight_back (right :: base L m) = 1 + (1 + INR m * M) / L /\
    surplus (right :: base L m) = (INR m + 1) * M - 1.
  Proof.
    intros m. unfold right. rewrite weight_back_cons. cbn [surplus]. rewrite base_weight_back, base_surplus.
    unfold exit, entry, M. split; field; lra.
  Qed.

  Definition slopes_left (u m : nat) : R * R :=
    (slope_onward W (base L u) (entry L) (exit L) (right :: base L m),
     slope_homeward W (base L u) (entry L) (exit L) (right :: base L m)).
  Definition slopes_right (u m : nat) : R * R :=
    (slope_onward W (base L u ++ [left]) (exit L) (entry L) (base L m),
     slope_homeward W (base L u ++ [left]) (exit L) (entry L) (base L m)).

  (* A positive multiple of c - W d with d > 0 is negative if and only if W exceeds c / d. *)
  Lemma sign_of : forall s f c d, 0 < f -> 0 < d -> s = f * (c - W * d) -> (s < 0 <-> c / d < W).
  Proof.
    intros s f c d Hf Hd ->. assert (Over : c / d * d = c) by (field; lra). split; intros H.
    - apply Rmult_lt_reg_r with d; [lra |]. rewrite Over. apply Rmult_lt_reg_l with f; [lra |]. lra.
    - apply (Rmult_lt_compat_r d) in H; [| lra]. rewrite Over in H. assert (0 < f * (W * d - c)); [| lra].
      apply Rmult_lt_0_compat; lra.
  Qed.

  Theorem left_sign : forall u m, snd (slopes_left u m) < 0 <-> w_left (INR u) (INR m) < W.
  Proof.
    intros u m. cbn [snd slopes_left]. unfold slope_homeward. destruct (behind_left m) as [-> ->].
    rewrite base_weight, base_surplus_back. pose proof (pos_INR u). pose proof (pos_INR m).
    set (a := INR u) in *. set (b := INR m) in *. unfold w_left.
    assert (0 <= a * M) by (apply Rmult_le_pos; unfold M; lra).
    assert (0 < M * L * (b + 1)) by (repeat apply Rmult_lt_0_compat; unfold M; lra).
    apply sign_of with (f := 2 * M / L); [unfold M; apply Rdiv_lt_0_compat; lra | lra |].
    unfold exit, entry, M. field. lra.
  Qed.

  Theorem right_sign : forall u m, snd (slopes_right u m) < 0 <-> w_right (INR u) (INR m) < W.
  Proof.
    intros u m. cbn [snd slopes_right]. unfold slope_homeward. destruct (before_right u) as [-> ->].
    rewrite base_weight_back, base_surplus. pose proof (pos_INR u). pose proof (pos_INR m).
    set (a := INR u) in *. set (b := INR m) in *. unfold w_right.
    assert (0 <= L * b * M) by (repeat apply Rmult_le_pos; unfold M; lra).
    assert (0 <= (a + 1) * M) by (apply Rmult_le_pos; unfold M; lra).
    apply sign_of with (f := 2 * M / (L * L)); [unfold M; apply Rdiv_lt_0_compat; nra | lra |].
    unfold exit, entry, M. field. lra.
  Qed.

  Theorem forward_signs : forall u m, fst (slopes_left u m) < 0 /\ fst (slopes_right u m) < 0.
  Proof.
    intros u m. cbn [fst slopes_left slopes_right]. unfold slope_onward.
    destruct (before_right u) as [-> ->]. destruct (behind_left m) as [-> ->].
    rewrite base_weight, base_weight_back, base_surplus, base_surplus_back. pose proof (pos_INR u).
    pose proof (pos_INR m).
    set (a := INR u) in *. set (b := INR m) in *. assert (HM : 2 <= M) by (unfold M; lra).
    assert (Ha : 0 <= a * M) by (apply Rmult_le_pos; lra). assert (Hb : 0 <= b * M) by (apply Rmult_le_pos; lra).
    set (p := a * M) in *. set (r := b * M) in *. split.
    - assert (E : - (2 * W * (1 + p) * (exit L * ((b + 1) * M - 1) + 1)) / (entry L * entry L)
        + 2 * (W - 1) * (1 + (1 + r) / L) * (p / L) / exit L
        = - (2 * M / (L * L)) * (W * (1 + p) * (r + M + L) - (W - 1) * (r + 1 + L) * p)).
      { unfold exit, entry, p, r, M. field. lra. }
      rewrite E. assert (0 < 2 * M / (L * L)) by (apply Rdiv_lt_0_compat; nra).
      assert (0 <= (W - 1) * p * (M - 1)) by (repeat apply Rmult_le_pos; lra).
      assert (0 <= p * (r + M + L)) by (apply Rmult_le_pos; lra).
      assert (0 < W * (r + M + L)) by (apply Rmult_lt_0_compat; lra).
      assert (0 < 2 * M / (L * L) * (W * (1 + p) * (r + M + L) - (W - 1) * (r + 1 + L) * p)); [| lra].
      apply Rmult_lt_0_compat; [assumption | lra].
    - assert (E : - (2 * W * (1 + (1 + p) / L) * (entry L * (r / L) + 1)) / (exit L * exit L)
        + 2 * (W - 1) * (1 + r) * ((a + 1) * M - 1) / entry L
        = - (2 * M / L) * (W * (L + 1 + p) * (r + M) - (W - 1) * (1 + r) * (p + L))).
      { unfold exit, entry, p, r, M. field. lra. }
      rewrite E. assert (0 < 2 * M / L) by (apply Rdiv_lt_0_compat; lra).
      assert (0 <= (W - 1) * (p + L) * (M - 1)) by (repeat apply Rmult_le_pos; lra).
      assert (0 <= (p + L) * (r + M)) by (apply Rmult_le_pos; lra).
      assert (0 < W * (r + M)) by (apply Rmult_lt_0_compat; lra).
      assert (0 < 2 * M / L * (W * (L + 1 + p) * (r + M) - (W - 1) * (1 + r) * (p + L))); [| lra].
      apply Rmult_lt_0_compat; [assumption | lra].
  Qed.

  (* All derivatives at base are right-signed if and only if W exceeds the 2K thresholds. *)
  Theorem gradient_signs : forall K,
    (forall u m, (u + m + 1 = K)%nat ->
      fst (slopes_left u m) < 0 /\ snd (slopes_left u m) < 0 /\ fst (slopes_right u m) < 0 /\
        snd (slopes_right u m) < 0)
    <->
    (forall u m, (u + m + 1 = K)%nat -> w_left (INR u) (INR m) < W /\ w_right (INR u) (INR m) < W).
  Proof.
    intros K. split; intros All u m E; specialize (All u m E); destruct (forward_signs u m) as [F1 F2].
    - destruct All as (_ & S1 & _ & S2). now rewrite <- left_sign, <- right_sign.
    - destruct All as [T1 T2]. apply left_sign in T1. apply right_sign in T2. auto.
  Qed.

  (* These are the derivatives of the cost at the base model, coordinate by coordinate. *)
  Lemma base_split : forall u m, base L (u + m + 1) = base L u ++ left :: right :: base L m.
  Proof.
    intros u m. unfold base, curve. induction u as [| u IH].
    - replace (0 + m + 1)%nat with (S m) by lia. reflexivity.
    - replace (S u + m + 1)%nat with (S (u + m + 1)) by lia. cbn [diamonds app]. now rewrite IH.
  Qed.

  Theorem base_derivatives : forall u m,
    derivable_pt_lim (fun z => cost W (base L u ++ Vertex z (exit L) :: right :: base L m)) (entry L)
      (fst (slopes_left u m)) /\
    derivable_pt_lim (fun z => cost W (base L u ++ Vertex (entry L) z :: right :: base L m)) (exit L)
      (snd (slopes_left u m)) /\
    derivable_pt_lim (fun z => cost W ((base L u ++ [left]) ++ Vertex z (entry L) :: base L m)) (exit L)
      (fst (slopes_right u m)) /\
    derivable_pt_lim (fun z => cost W ((base L u ++ [left]) ++ Vertex (exit L) z :: base L m)) (entry L)
      (snd (slopes_right u m)).
  Proof.
    intros u m. destruct (uniform_rows L HL) as [Exit Entry].
    assert (Left : proper left) by now split. assert (Right : proper right) by now split.
    assert (Before : Forall proper (base L u ++ [left])).
    { apply Forall_app. split; [now apply proper_base | now constructor]. }
    assert (Behind : Forall proper (right :: base L m)) by (constructor; [exact Right | now apply proper_base]).
    pose proof (proper_base L u HL). pose proof (proper_base L m HL).
    split; [| split; [| split]];
      (apply slope_onward_is_derivative || apply slope_homeward_is_derivative); assumption.
  Qed.
End Base.

(* At L = 1 no threshold exceeds (K+1)^2 / (2K+1). *)
Theorem one_lane_threshold : forall u m, 0 <= u -> 0 <= m ->
  let K := u + m + 1 in
  w_left 1 u m <= (K + 1) * (K + 1) / (2 * K + 1) /\ w_right 1 u m <= (K + 1) * (K + 1) / (2 * K + 1).
Proof.
  intros u m Hu Hm K. unfold w_left, w_right, K.
  assert (Cross : forall a b c d, 0 < b -> 0 < d -> a * d <= c * b -> a / b <= c / d).
  { intros a b c d Hb Hd H. apply Rmult_le_reg_r with (b * d); [now apply Rmult_lt_0_compat |].
    replace (a / b * (b * d)) with (a * d) by (field; lra). replace (c / d * (b * d)) with (c * b) by (field; lra).
    exact H. }
  pose proof (Rmult_le_pos _ _ Hu Hm). pose proof (Rle_0_sqr (u - m)) as S1. pose proof (Rle_0_sqr (u - m + 1)) as S2.
  unfold Rsqr in *. split; apply Cross; try nra.
Qed.
