(* A lower bound of the gradient, by what the cost exceeds the optimum.

   The gradient is that by the gaps, the logits of passing: by the gap of p it is p (1 - p) dH/dp. Each coordinate may
   have a rate of its own, as the flow on logits has. `squares` is the sum over the coordinates of the rate times the
   square of the gradient, which is how fast the cost falls along the flow.

   Hypotheses: W > 1 real, probabilities in [delta, 1] with 0 < delta < 1, rates of at least `least` > 0.

   In the direction of AlongFlow.v the cost falls at a rate of at least delta^(2n) times the excess over the optimum,
   where n is the number of vertices. No direction of that length does better than the gradient.

   Main definitions: slope_of_onward, slope_of_homeward, downhill, squares, excess, pace.
   Main results: downhill_rate, direction_falls, gradient_bound. *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import Corridor Optimum Gradient AlongFlow.
Import ListNotations.
Local Open Scope R_scope.

Definition excess (W : R) (l : corridor) : R := cost W l - optimum W l.

Lemma excess_is : forall W l, excess W l = 2 * W * total l + 2 * (W - 1) * total (reversed l).
Proof. intros W l. unfold excess. rewrite cost_beyond_optimum. ring. Qed.

Section Bound.
  Variables (W delta least : R).
  Hypothesis HW : 1 < W.
  Hypothesis Hdelta : 0 < delta < 1.
  Hypothesis Hleast : 0 < least.

  Definition bounded (v : vertex) : Prop := delta <= onward v <= 1 /\ delta <= homeward v <= 1.

  Lemma bounded_proper : forall l, Forall bounded l -> Forall proper l.
  Proof. intros l Hl. eapply Forall_impl; [| exact Hl]. intros v [Hp Hq]. split; lra. Qed.

  Lemma bounded_reversed : forall l, Forall bounded l -> Forall bounded (reversed l).
  Proof.
    intros l Hl. apply Forall_rev, Forall_map. eapply Forall_impl; [| exact Hl]. intros v [Hp Hq]. now split.
  Qed.

  Lemma power_small : forall n, 0 < delta ^ n <= 1.
  Proof.
    induction n as [| n IH]; [cbn; lra |]. cbn [pow]. split; [apply Rmult_lt_0_compat; lra |].
    apply Rle_trans with (1 * 1); [apply Rmult_le_compat; lra | lra].
  Qed.

  Lemma carried_bounds : forall c v, 0 <= c -> bounded v -> c * delta <= carried c v /\ carried c v * delta <= c.
  Proof.
    intros c [p q] Hc [Hp Hq]. cbn in Hp, Hq. unfold carried. cbn [onward homeward].
    assert (Low : delta <= p / q).
    { apply Rmult_le_reg_r with q; [lra |]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra. }
    assert (High : p / q * delta <= 1).
    { apply Rmult_le_reg_r with q; [lra |]. replace (p / q * delta * q) with (p * delta) by (field; lra). nra. }
    replace (c * p / q) with (c * (p / q)) by (field; lra). split.
    - now apply Rmult_le_compat_l.
    - rewrite Rmult_assoc. rewrite <- (Rmult_1_r c) at 2. now apply Rmult_le_compat_l.
  Qed.

  Lemma carried_through_low : forall l c, 0 <= c -> Forall bounded l -> c * delta ^ length l <= carried_through c l.
  Proof.
    induction l as [| v l IH]; intros c Hc Hl; [cbn; lra |].
    destruct (carried_bounds c v Hc (Forall_inv Hl)) as [Low _].
    assert (Hnext : 0 <= carried c v) by (apply Rle_trans with (2 := Low); apply Rmult_le_pos; lra).
    specialize (IH (carried c v) Hnext (Forall_inv_tail Hl)). cbn [carried_through fold_left length pow] in *.
    pose proof (power_small (length l)). apply Rle_trans with (2 := IH).
    replace (c * (delta * delta ^ length l)) with (c * delta * delta ^ length l) by ring. apply Rmult_le_compat_r; lra.
  Qed.

  (* Each c_e is at least delta to the number of vertices. *)
  Lemma fall_low : forall l c, 0 <= c -> Forall bounded l -> c * delta ^ length l * total l <= fall c l.
  Proof.
    induction l as [| v l IH]; intros c Hc Hl; [cbn; lra |].
    destruct (carried_bounds c v Hc (Forall_inv Hl)) as [Low _].
    pose proof (bounded_proper _ Hl) as Proper. pose proof (surplus_nonneg _ Proper) as Hx.
    pose proof (total_nonneg _ (Forall_inv_tail Proper)) as HT.
    assert (Hnext : 0 <= carried c v) by (apply Rle_trans with (2 := Low); apply Rmult_le_pos; lra).
    specialize (IH (carried c v) Hnext (Forall_inv_tail Hl)). pose proof (power_small (length l)) as Pow.
    change (c * (delta * delta ^ length l) * (surplus (v :: l) + total l) <=
      c * surplus (v :: l) + fall (carried c v) l).
    set (x := surplus (v :: l)) in *. set (T := total l) in *. set (d := delta ^ length l) in *.
    assert (First : c * (delta * d) * x <= c * x).
    { apply Rmult_le_compat_r; [exact Hx |]. rewrite <- (Rmult_1_r c) at 2.
      apply Rmult_le_compat_l; [exact Hc |]. nra. }
    assert (Rest : c * (delta * d) * T <= carried c v * d * T).
    { apply Rmult_le_compat_r; [exact HT |]. replace (c * (delta * d)) with (c * delta * d) by ring.
      apply Rmult_le_compat_r; lra. }
    lra.
  Qed.

  (* ---- The gradient ---- *)

  Definition slope_of_onward (before : corridor) (v : vertex) (behind : corridor) : R :=
    onward v * (1 - onward v) * slope_onward W before (onward v) (homeward v) behind.
  Definition slope_of_homeward (before : corridor) (v : vertex) (behind : corridor) : R :=
    homeward v * (1 - homeward v) * slope_homeward W before (onward v) (homeward v) behind.

  (* Vertices with the rates of their two gaps. *)
  Definition rated : Type := vertex * (R * R).
  Definition quick (r : rated) : Prop := least <= fst (snd r) /\ least <= snd (snd r).

  (* Gaps that move against the gradient, each at its rate. *)
  Fixpoint downhill (before : corridor) (l : list rated) : list moving :=
    match l with
    | [] => []
    | (v, (k, k')) :: rest =>
        Moving v (onward v * (1 - onward v) * (- (k * slope_of_onward before v (map fst rest))))
          (homeward v * (1 - homeward v) * (- (k' * slope_of_homeward before v (map fst rest)))) ::
        downhill (before ++ [v]) rest
    end.

  Fixpoint squares (before : corridor) (l : list rated) : R :=
    match l with
    | [] => 0
    | (v, (k, k')) :: rest =>
        k * (slope_of_onward before v (map fst rest))² + k' * (slope_of_homeward before v (map fst rest))² +
        squares (before ++ [v]) rest
    end.

  Lemma places_downhill : forall l before, places (downhill before l) = map fst l.
  Proof.
    induction l as [| [v [k k']] l IH]; intros before; [reflexivity |]. unfold places in *. cbn. now rewrite IH.
  Qed.

  Lemma downhill_rate : forall l before, slopes_rate W before (downhill before l) = - squares before l.
  Proof.
    induction l as [| [v [k k']] l IH]; intros before; [cbn; ring |].
    cbn [downhill slopes_rate squares place onward_speed homeward_speed]. rewrite IH, places_downhill.
    unfold slope_of_onward, slope_of_homeward, Rsqr. ring.
  Qed.

  Lemma squares_nonneg : forall l before, Forall quick l -> 0 <= squares before l.
  Proof.
    induction l as [| [v [k k']] l IH]; intros before Hl; [cbn; lra |]. destruct (Forall_inv Hl) as [Hk Hk'].
    cbn in Hk, Hk'. specialize (IH (before ++ [v]) (Forall_inv_tail Hl)). cbn [squares].
    pose proof (Rle_0_sqr (slope_of_onward before v (map fst l))).
    pose proof (Rle_0_sqr (slope_of_homeward before v (map fst l))).
    assert (0 <= k * (slope_of_onward before v (map fst l))²) by (apply Rmult_le_pos; lra).
    assert (0 <= k' * (slope_of_homeward before v (map fst l))²) by (apply Rmult_le_pos; lra). lra.
  Qed.

  (* One coordinate: c times the slope is bounded by the square of either. *)
  Lemma young : forall mu C c g k, 0 < mu -> 0 <= c <= C -> least <= k ->
    - (c * g) <= mu * C² / 2 + k * g² / (2 * mu * least).
  Proof.
    intros mu C c g k Hmu Hc Hk.
    assert (Square : - (c * g) <= mu * c² / 2 + g² / (2 * mu)).
    { apply Rmult_le_reg_l with (2 * mu); [lra |]. pose proof (Rle_0_sqr (mu * c + g)) as Sq. unfold Rsqr in *.
      replace (2 * mu * (mu * (c * c) / 2 + g * g / (2 * mu))) with (mu * mu * (c * c) + g * g) by (field; lra). lra. }
    assert (mu * c² <= mu * C²) by (apply Rmult_le_compat_l; [lra | unfold Rsqr; nra]).
    assert (g² / (2 * mu) <= k * g² / (2 * mu * least)).
    { replace (k * g² / (2 * mu * least)) with (g² / (2 * mu) * (k / least)) by (field; lra).
      rewrite <- (Rmult_1_r (g² / (2 * mu))) at 1. apply Rmult_le_compat_l.
      - apply Rmult_le_pos; [apply Rle_0_sqr | left; apply Rinv_0_lt_compat; lra].
      - apply Rmult_le_reg_r with least; [exact Hleast |]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
    lra.
  Qed.

  Lemma direction_bound : forall mu C l before c, 0 < mu -> Forall quick l -> Forall bounded (map fst l) ->
    0 <= c -> c <= C * delta ^ length l -> 0 <= C ->
    - slopes_rate W before (direction c (map fst l)) <=
      INR (length l) * mu * C² + squares before l / (2 * mu * least).
  Proof.
    intros mu C. induction l as [| [v [k k']] l IH]; intros before c Hmu Quick Hl Hc Small HC.
    - cbn. unfold Rdiv. lra.
    - destruct (Forall_inv Quick) as [Hk Hk']. cbn in Hk, Hk'. apply Forall_inv_tail in Quick.
      cbn [map fst] in *. destruct (carried_bounds c v Hc (Forall_inv Hl)) as [Low High].
      apply Forall_inv_tail in Hl. pose proof (power_small (length l)) as Pow. cbn [length pow] in Small.
      assert (Hnext : 0 <= carried c v) by (apply Rle_trans with (2 := Low); apply Rmult_le_pos; lra).
      assert (Next : carried c v <= C * delta ^ length l).
      { apply Rmult_le_reg_r with delta; [lra |]. apply Rle_trans with (1 := High). lra. }
      assert (CC : C * delta ^ length l <= C) by (rewrite <- (Rmult_1_r C) at 2; apply Rmult_le_compat_l; lra).
      assert (Here : c <= C).
      { apply Rle_trans with (1 := Small). rewrite <- (Rmult_1_r C) at 2. apply Rmult_le_compat_l; [exact HC |]. nra. }
      specialize (IH (before ++ [v]) (carried c v) Hmu Quick Hl Hnext Next HC).
      pose proof (young mu C c (slope_of_onward before v (map fst l)) k Hmu (conj Hc Here) Hk) as On.
      pose proof (young mu C (carried c v) (slope_of_homeward before v (map fst l)) k' Hmu (conj Hnext
        (Rle_trans _ _ _ Next CC)) Hk') as Home.
      cbn [direction slopes_rate squares place onward_speed homeward_speed length]. rewrite places_direction, S_INR.
      unfold slope_of_onward, slope_of_homeward in *.
      set (g := slope_onward W before (onward v) (homeward v) (map fst l)) in *.
      set (g' := slope_homeward W before (onward v) (homeward v) (map fst l)) in *.
      set (p := onward v) in *. set (q := homeward v) in *. set (S := squares (before ++ [v]) l) in *.
      set (D := slopes_rate W (before ++ [v]) (direction (carried c v) (map fst l))) in *.
      replace (- (g * (p * (1 - p) * c) + g' * (q * (1 - q) * carried c v) + D)) with
        (- (c * (p * (1 - p) * g)) + - (carried c v * (q * (1 - q) * g')) + - D) by ring.
      replace ((k * (p * (1 - p) * g)² + k' * (q * (1 - q) * g')² + S) / (2 * mu * least)) with
        (k * (p * (1 - p) * g)² / (2 * mu * least) + k' * (q * (1 - q) * g')² / (2 * mu * least) +
          S / (2 * mu * least)) by (field; lra).
      lra.
  Qed.

  (* ---- Together ---- *)

  Theorem direction_falls : forall l, Forall bounded l ->
    delta ^ (2 * length l) * excess W l <= - slopes_rate W [] (direction 1 l).
  Proof.
    intros l Hl. pose proof (bounded_proper l Hl) as Proper.
    rewrite <- (rate_by_slopes W) by (rewrite places_direction; exact Proper).
    rewrite cost_in_direction by exact Proper. rewrite excess_is. pose proof (fall_low l 1 ltac:(lra) Hl) as Out.
    pose proof (carried_through_low l 1 ltac:(lra) Hl) as Far. rewrite Rmult_1_l in Far.
    pose proof (power_small (length l)) as Pow.
    pose proof (fall_low (reversed l) (carried_through 1 l) ltac:(lra) (bounded_reversed l Hl)) as Back.
    rewrite length_reversed in Back. pose proof (total_nonneg l Proper) as HT.
    pose proof (total_nonneg _ (proper_reversed l Proper)) as HT'.
    replace (2 * length l)%nat with (length l + length l)%nat by lia. rewrite pow_add.
    set (d := delta ^ length l) in *. set (T := total l) in *. set (T' := total (reversed l)) in *.
    set (f := fall 1 l) in *. set (f' := fall (carried_through 1 l) (reversed l)) in *.
    assert (A : d * d * T <= f).
    { apply Rle_trans with (2 := Out). apply Rmult_le_compat_r; [exact HT | nra]. }
    assert (B : d * d * T' <= f').
    { apply Rle_trans with (2 := Back). apply Rmult_le_compat_r; [exact HT' | nra]. }
    apply (Rmult_le_compat_l (2 * W)) in A; [| lra]. apply (Rmult_le_compat_l (2 * (W - 1))) in B; [| lra]. lra.
  Qed.

  (* The constant, for n vertices. *)
  Definition pace (n : nat) : R := delta ^ (2 * n) * delta ^ (2 * n) * least / (2 * (INR n + 1) * (/ delta ^ n)²).

  Lemma pace_pos : forall n, 0 < pace n.
  Proof.
    intros n. unfold pace. pose proof (power_small (2 * n)). pose proof (power_small n) as [Pow _].
    apply Rinv_0_lt_compat in Pow. pose proof (pos_INR n).
    apply Rdiv_lt_0_compat; repeat apply Rmult_lt_0_compat; lra.
  Qed.

  Theorem gradient_bound : forall l, Forall quick l -> Forall bounded (map fst l) ->
    pace (length l) * (excess W (map fst l))² <= squares [] l.
  Proof.
    intros l Quick Hl. pose proof (direction_falls _ Hl) as Falls. rewrite map_length in Falls.
    set (n := length l) in *. set (E := excess W (map fst l)) in *.
    assert (HE : 0 <= E).
    { unfold E, excess. pose proof (rlvr_optimal W (map fst l) ltac:(lra) (bounded_proper _ Hl)). lra. }
    pose proof (squares_nonneg l [] Quick) as HS. destruct (Req_dec E 0) as [-> | Some]; [unfold Rsqr; lra |].
    pose proof (power_small n) as [Pow _]. pose proof (Rinv_0_lt_compat _ Pow) as HC. set (C := / delta ^ n) in *.
    pose proof (power_small (2 * n)) as [Pow2 _]. set (d := delta ^ (2 * n)) in *. pose proof (pos_INR n) as Hn.
    set (A := (INR n + 1) * C²).
    change (delta ^ (2 * length l)) with d in Falls.
    assert (HA : 0 < A) by (unfold A, Rsqr; repeat apply Rmult_lt_0_compat; lra).
    assert (HdE : 0 < d * E) by (apply Rmult_lt_0_compat; lra).
    set (mu := d * E / (2 * A)). assert (Hmu : 0 < mu) by (apply Rdiv_lt_0_compat; lra).
    assert (One : 1 <= C * delta ^ n) by (unfold C; rewrite Rinv_l; lra).
    pose proof (direction_bound mu C l [] 1 Hmu Quick Hl ltac:(lra) One ltac:(lra)) as Bound. fold n in Bound.
    set (S := squares [] l) in *.
    assert (Half : INR n * mu * C² <= d * E / 2).
    { replace (d * E / 2) with (mu * A) by (unfold mu; field; lra). unfold A. unfold Rsqr.
      assert (0 <= C * C) by (apply Rmult_le_pos; lra). assert (0 <= mu * (C * C)) by (apply Rmult_le_pos; lra). lra. }
    assert (Rest : d * E / 2 <= S / (2 * mu * least)) by lra.
    apply (Rmult_le_compat_r (2 * mu * least)) in Rest; [| apply Rmult_le_pos; lra].
    replace (S / (2 * mu * least) * (2 * mu * least)) with S in Rest by (field; lra).
    apply Rle_trans with (2 := Rest). apply Req_le. unfold pace, mu, A. fold d C. unfold Rsqr. field. repeat split; lra.
  Qed.
End Bound.
