(* SFT from any start: forward rows one, backward rows frozen where they started.

   Hypotheses: a list qs of backward rows in (0, 1], from the fork on, of any length n (2K for K diamonds); W real. The
   flow of the loss of golden paths on the graph is that of any table whose rows depend on logits of their own.

   Main definitions: frozen (the corridor), products (the sum of 1/(q_1 ... q_e) over the edges), last_product.
   Main results: rows_freeze (backward logits do not move), frozen_growth (the cost), frozen_exponential (it is at least
   twice the last product), frozen_many (errors of delta or more), frozen_few (errors of 1/(2n) or less: at most twice
   the optimum). *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import Corridor Chain Graph ZeroGradient Optimum Gradient Monotone.
Import ListNotations.
Local Open Scope R_scope.

(* ---- Gradient flow leaves backward rows where they are ---- *)

Definition with_logit (z : state -> state -> R) (s s' : state) (u : R) : state -> state -> R :=
  fun r r' => if same_state r s then if same_state r' s' then u else z r r' else z r r'.

(* z s s' at a time is the logit of the move from s to s'; `table` makes rows of them, for instance by softmax. *)
Theorem rows_freeze : forall W t rows spread score (table : (state -> state -> R) -> state -> state -> R),
  (forall z z' s, (forall s', z s s' = z' s s') -> forall s', table z s s' = table z' s s') ->
  open W t spread -> forall data, Forall (fun d => golden W t rows spread (snd d)) data ->
  forall (z : state -> state -> R -> R) s s', backward s ->
  (forall time, 0 <= time -> exists slope, let now := fun r r' => z r r' time in
    derivable_pt_lim (fun u => data_loss score (table (with_logit now s s' u)) data) (z s s' time) slope /\
    derivable_pt_lim (z s s') time (- slope)) ->
  forall time, 0 <= time -> z s s' time = z s s' 0.
Proof.
  intros W t rows spread score table Own Open data Golden z s s' Back Flow time Ht. apply constant; [exact Ht |].
  intros now Hnow. destruct (Flow now ltac:(lra)) as (slope & Slope & Moves). cbn zeta in Slope.
  enough (slope = 0) as Zero by (rewrite Zero, Ropp_0 in Moves; exact Moves).
  refine (uniqueness_limite _ _ _ _ Slope _).
  apply derivable_pt_lim_locally_ext with (a := z s s' now - 1) (b := z s s' now + 1)
    (f := fct_cte (data_loss score (table (fun r r' => z r r' now)) data)); [lra | | apply derivable_pt_lim_const].
  intros u _. unfold fct_cte. apply (zero_gradient W t rows spread score Open data); [exact Golden |].
  intros r r' Forward. apply Own. intros r''. unfold with_logit.
  destruct (same_state r s) as [-> |]; [easy | reflexivity].
Qed.

(* ---- What they cost ---- *)

Definition frozen (qs : list R) : corridor := map (Vertex 1) qs.

Fixpoint products (qs : list R) : R := match qs with [] => 1 | q :: rest => 1 + products rest / q end.
Fixpoint last_product (qs : list R) : R := match qs with [] => 1 | q :: rest => last_product rest / q end.

Definition row (q : R) := 0 < q <= 1.

Lemma proper_frozen : forall qs, Forall row qs -> Forall proper (frozen qs).
Proof. intros qs Hq. apply Forall_map. eapply Forall_impl; [| exact Hq]. intros q Row. split; cbn; [lra | exact Row].
Qed.

Lemma length_frozen : forall qs, length (frozen qs) = length qs.
Proof. intros qs. apply map_length. Qed.

Lemma products_weight : forall qs, products qs = weight_back (frozen qs).
Proof.
  induction qs as [| q qs IH]; [reflexivity |]. cbn [products frozen map]. fold (frozen qs).
  rewrite weight_back_cons, IH. unfold Rdiv. ring.
Qed.

Lemma total_back : forall qs, Forall row qs -> total (reversed (frozen qs)) = products qs - (INR (length qs) + 1).
Proof.
  induction qs as [| q qs IH]; intros Hq; [cbn; ring |]. pose proof (Forall_inv Hq) as Row. apply Forall_inv_tail in Hq.
  cbn [frozen map]. fold (frozen qs). rewrite reversed_cons. cbn [flip onward homeward].
  pose proof (total_behind (reversed (frozen qs)) [Vertex q 1] [] (proper_reversed _ (proper_frozen _ Hq))) as Behind.
  rewrite app_nil_r, (IH Hq) in Behind. fold (weight_back (frozen qs)) in Behind. rewrite <- products_weight in Behind.
  cbn [total surplus] in Behind. unfold flip. cbn [onward homeward].
  cbn [products length]. rewrite S_INR. unfold row in Row.
  replace (1 + products qs / q) with (1 + products qs + (products qs - 1) * ((1 * 0 + 1 - q) / q) + (1 - q) / q)
    by (field; lra).
  replace ((1 - q) / q) with ((1 * 0 + 1 - q) / q) by (f_equal; ring). lra.
Qed.

Theorem frozen_growth : forall W qs, Forall row qs ->
  cost W (frozen qs) =
    1 + W * (INR (length qs) + 1) + (W - 1) * (2 * products qs - (INR (length qs) + 1)).
Proof.
  intros W qs Hq. unfold cost, way_back, passage. rewrite edges_reversed, total_back by exact Hq.
  assert (Ones : Forall (fun v => onward v = 1) (frozen qs)) by (apply Forall_map, Forall_forall; reflexivity).
  apply surplus_none in Ones as [_ ->]. unfold edges. rewrite length_frozen. ring.
Qed.

Lemma products_at_least : forall qs, Forall row qs ->
  1 <= last_product qs /\ INR (length qs) + last_product qs <= products qs.
Proof.
  induction 1 as [| q qs Row _ [One Sum]]; [cbn; lra |]. cbn [products last_product length]. rewrite S_INR.
  assert (Rises : forall a, 1 <= a -> a <= a / q).
  { intros a Ha. unfold row in Row. apply Rmult_le_reg_r with q; [lra |]. unfold Rdiv.
    rewrite Rmult_assoc, Rinv_l by lra. nra. }
  pose proof (Rises _ One). split; [lra |]. pose proof (pos_INR (length qs)).
  assert (INR (length qs) / q + last_product qs / q <= products qs / q).
  { unfold Rdiv. rewrite <- Rmult_plus_distr_r. apply Rmult_le_compat_r; [| exact Sum].
    left. apply Rinv_0_lt_compat. apply Row. }
  destruct (Req_dec (INR (length qs)) 0) as [Z | NZ]; [rewrite Z in *; lra |].
  assert (1 <= INR (length qs)). { destruct qs; [now elim NZ |]. cbn [length]. rewrite S_INR.
  pose proof (pos_INR (length qs)). lra. }
  pose proof (Rises (INR (length qs)) ltac:(assumption)). lra.
Qed.

(* Exponential where the rows err: the last product is rho^K for uniform rows. *)
Theorem frozen_exponential : forall W qs, 1 <= W -> Forall row qs ->
  2 * (W - 1) * last_product qs <= cost W (frozen qs).
Proof.
  intros W qs HW Hq. rewrite frozen_growth by exact Hq. destruct (products_at_least qs Hq) as [One Sum].
  pose proof (pos_INR (length qs)). set (n := INR (length qs)) in *.
  assert ((W - 1) * (n + last_product qs) <= (W - 1) * products qs) by (apply Rmult_le_compat_l; lra). nra.
Qed.

(* Errors of delta or more at every row: beyond every bound as the corridor grows. *)
Theorem frozen_many : forall W delta qs, 2 <= W -> 0 <= delta < 1 -> Forall (fun q => 0 < q <= 1 - delta) qs ->
  (1 + INR (length qs) * delta / 4) * optimum W (frozen qs) <= cost W (frozen qs).
Proof.
  intros W delta qs HW Hd Hq.
  assert (Rows : Forall row qs) by (eapply Forall_impl; [| exact Hq]; intros q Row; unfold row; lra).
  rewrite frozen_growth by exact Rows. unfold optimum, edges. rewrite length_frozen.
  assert (Sum : (INR (length qs) + 1) * (1 + INR (length qs) * delta / 2) <= products qs).
  { clear Rows. induction Hq as [| q qs Row _ IH]; [cbn; lra |]. cbn [products length]. rewrite S_INR.
    pose proof (pos_INR (length qs)) as Hn. set (n := INR (length qs)) in *. set (S := products qs) in *.
    assert (HS : 0 <= S) by nra.
    assert ((1 + delta) * S <= S / q).
    { apply Rmult_le_reg_r with q; [lra |]. unfold Rdiv. rewrite (Rmult_assoc S), Rinv_l by lra.
      assert ((1 + delta) * q <= 1) by nra. nra. }
    assert ((1 + delta) * ((n + 1) * (1 + n * delta / 2)) <= (1 + delta) * S) by (apply Rmult_le_compat_l; lra).
    assert (0 <= delta * delta * n * (n + 1)) by (repeat apply Rmult_le_pos; lra). nra. }
  pose proof (pos_INR (length qs)) as Hn. set (n := INR (length qs)) in *. set (S := products qs) in *.
  assert ((W - 1) * ((n + 1) * (1 + n * delta / 2)) <= (W - 1) * S) by (apply Rmult_le_compat_l; lra).
  assert (0 <= n * delta) by (apply Rmult_le_pos; lra).
  assert (0 <= (n * delta) * (W - 2) * (n + 1)) by (repeat apply Rmult_le_pos; lra).
  assert (0 <= (n * delta) * n) by (apply Rmult_le_pos; lra). nra.
Qed.

(* Errors of 1/(2n) or less at each of n rows, 1/(4K) for n = 2K: at most twice the optimum. *)
Theorem frozen_few : forall W qs, 1 <= W ->
  Forall (fun q => 1 - 1 / (2 * INR (length qs)) <= q <= 1) qs -> cost W (frozen qs) <= 2 * optimum W (frozen qs).
Proof.
  intros W qs HW Hq. destruct qs as [| q0 qs0].
  { rewrite frozen_growth by constructor. unfold optimum, edges. cbn. lra. }
  set (qs := q0 :: qs0) in *. assert (Hn : 1 <= INR (length qs)).
  { unfold qs. cbn [length]. rewrite S_INR. pose proof (pos_INR (length qs0)). lra. }
  set (delta := 1 / (2 * INR (length qs))) in *.
  assert (Half : INR (length qs) * delta = 1 / 2) by (unfold delta; field; lra).
  assert (Hd : 0 < delta <= 1 / 2) by nra. clearbody delta.
  assert (Rows : Forall row qs) by (eapply Forall_impl; [| exact Hq]; intros q Row; unfold row; lra).
  rewrite frozen_growth by exact Rows. unfold optimum, edges. rewrite length_frozen.
  assert (Sum : forall l, Forall (fun q => 1 - delta <= q <= 1) l -> INR (length l) * delta <= 1 / 2 ->
    products l * (1 - INR (length l) * delta) <= INR (length l) + 1).
  { induction l as [| q l IH]; intros Hl Small; [cbn; lra |]. pose proof (Forall_inv Hl) as Row.
    apply Forall_inv_tail in Hl. cbn [products length] in *. rewrite S_INR in *. pose proof (pos_INR (length l)) as Hk.
    set (k := INR (length l)) in *. specialize (IH Hl ltac:(nra)). set (S := products l) in *.
    assert (HS : 0 <= S). { unfold S. rewrite products_weight. apply Rle_trans with 1; [lra |].
      apply weight_back_at_least_1, proper_frozen. eapply Forall_impl; [| exact Hl]. intros a Ha. unfold row. lra. }
    assert (S / q * (1 - (k + 1) * delta) <= k + 1); [| nra].
    apply Rmult_le_reg_r with q; [lra |].
    replace (S / q * (1 - (k + 1) * delta) * q) with (S * (1 - (k + 1) * delta)) by (field; lra).
    apply Rle_trans with (S * ((1 - k * delta) * q)).
    - apply Rmult_le_compat_l; [exact HS |]. assert (0 <= k * delta) by (apply Rmult_le_pos; lra). nra.
    - assert (S * (1 - k * delta) * q <= (k + 1) * q) by (apply Rmult_le_compat_r; lra). lra. }
  specialize (Sum qs Hq ltac:(lra)). rewrite Half in Sum.
  set (n := INR (length qs)) in *. set (S := products qs) in *.
  assert ((W - 1) * S <= (W - 1) * (2 * (n + 1))) by (apply Rmult_le_compat_l; lra). nra.
Qed.
