(* Unequal corridors: what an excursion costs, and when one deep corridor keeps the gap.

   Hypotheses: probabilities in (0, 1]; W corridors of any lengths, the target's leaf drawn uniformly, so that the cost
   is the mean of Graph.unequal_corridors over the targets.

   Main definitions: mean_cost, lengths (the edges of all corridors together), returns (the excursions together).
   Main results: excursion_sum (an excursion's length as a sum of products), sft_mean (forward rows one),
   straight_mean (never turning), one_is_enough (one corridor keeps the gap), deepest_decides, none_deep. *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import Corridor ExpectedCost Optimum Gradient.
Import ListNotations.
Local Open Scope R_scope.

(* weight_back l is the sum over the edges e of (p_1 ... p_e) / (q_1 ... q_e), by its recurrence weight_back_cons. *)
Theorem excursion_sum : forall l, Forall proper l -> excursion l = 2 * weight_back l.
Proof.
  intros l Hl. pose proof (surplus_nonneg l Hl) as Hx.
  enough (Both : passage l + way_back l = 2 * (1 + surplus l) * weight_back l).
  { unfold excursion. rewrite Both. field. lra. }
  clear Hx. induction Hl as [| [p q] l [Hp Hq] Hl IH]; [unfold passage, way_back, passage, edges; cbn; ring |].
  cbn in Hp, Hq.
  pose proof (total_behind (reversed l) [Vertex q p] [] (proper_reversed _ Hl)) as Behind.
  rewrite app_nil_r in Behind. fold (weight_back l) in Behind. cbn [total surplus] in Behind.
  unfold passage, way_back, passage in *. rewrite !edges_reversed in *. rewrite reversed_cons. unfold flip at 1.
  cbn [onward homeward total]. rewrite weight_back_cons.
  assert (Longer : edges (Vertex p q :: l) = edges l + 1) by (unfold edges; cbn [length]; rewrite S_INR; ring).
  assert (Back : total (reversed l ++ [Vertex q p]) = total (reversed l) + weight_back l * ((1 - q) / q)).
  { replace ((p * 0 + 1 - q) / q) with ((1 - q) / q) in Behind by (f_equal; ring). lra. }
  rewrite Longer, Back. cbn [surplus].
  set (x := surplus l) in *. set (w := weight_back l) in *.
  assert (IH' : total l = (2 * (1 + x) * w - edges l - (edges l + 2 * total (reversed l))) / 2) by lra.
  rewrite IH'. field. lra.
Qed.

Section Mean.
  Variables (W : nat) (rows : nat -> corridor).
  Hypothesis HW : (1 <= W)%nat.
  Hypothesis Proper : forall w, (w < W)%nat -> Forall proper (rows w).

  Definition mean_cost : R := sum W (fun t => unequal_cost_to W rows t) / INR W.
  Definition lengths : R := sum W (fun w => edges (rows w)).
  Definition returns : R := sum W (fun w => excursion (rows w)).

  Lemma others : forall t, (t < W)%nat -> sum_wrong W t (fun w => excursion (rows w)) = returns - excursion (rows t).
  Proof.
    intros t Ht. unfold returns.
    rewrite (sum_same W _ (fun w => if w =? t then excursion (rows t) else excursion (rows w))).
    - rewrite (sum_but_one W t _ _ Ht). unfold sum_wrong. ring.
    - intros w _. destruct (Nat.eqb_spec w t) as [-> |]; reflexivity.
  Qed.

  Lemma width_real : 1 <= INR W.
  Proof. apply (le_INR 1). exact HW. Qed.

  (* Forward rows of one: A_t is the length, and one excursion is enough. *)
  Theorem sft_mean : (forall w, (w < W)%nat -> Forall (fun v => onward v = 1) (rows w)) ->
    mean_cost = 1 + lengths / INR W + (INR W - 1) / INR W * returns.
  Proof.
    intros Ones. pose proof width_real as H. unfold mean_cost.
    rewrite (sum_same W _ (fun t => (1 + returns) + (edges (rows t) + (-1) * excursion (rows t)))).
    - rewrite !sum_plus, !sum_constant, sum_scale. fold lengths returns. field. lra.
    - intros t Ht. unfold unequal_cost_to, passage, tries. rewrite others by exact Ht.
      destruct (surplus_none _ (Ones t Ht)) as [-> ->]. ring.
  Qed.

  Theorem straight_mean : (forall w, (w < W)%nat -> Forall (fun v => v = perfect) (rows w)) ->
    mean_cost = 1 + (2 * INR W - 1) * lengths / INR W.
  Proof.
    intros Ones. pose proof width_real as H. rewrite sft_mean.
    - assert (Returns : returns = 2 * lengths).
      { unfold returns, lengths. rewrite <- sum_scale. apply sum_same. intros w Hw.
        assert (Both : Forall (fun v => onward v = 1) (rows w) /\ Forall (fun v => onward v = 1) (reversed (rows w))).
        { specialize (Ones w Hw). split; [| apply Forall_rev, Forall_map];
            (eapply Forall_impl; [| exact Ones]); now intros v ->. }
        destruct Both as [Out Back]. apply surplus_none in Out as [X T]. apply surplus_none in Back as [_ T'].
        unfold excursion, way_back, passage. rewrite edges_reversed, X, T, T'. field. }
      rewrite Returns. field. lra.
    - intros w Hw. eapply Forall_impl; [| exact (Ones w Hw)]. now intros v ->.
  Qed.
End Mean.

Section Gap.
  (* Forward rows of one everywhere, against a walker who never turns in corridors as long. *)
  Variables (W : nat) (rows never : nat -> corridor).
  Hypothesis HW : (2 <= W)%nat.
  Hypothesis Sft : forall w, (w < W)%nat -> Forall proper (rows w) /\ Forall (fun v => onward v = 1) (rows w).
  Hypothesis Never : forall w, (w < W)%nat -> never w = repeat perfect (length (rows w)).

  Lemma two_wide : 2 <= INR W.
  Proof. exact (le_INR 2 W HW). Qed.

  Lemma same_lengths : lengths W never = lengths W rows.
  Proof. apply sum_same. intros w Hw. rewrite (Never w Hw). unfold edges. now rewrite repeat_length. Qed.

  Lemma sft_costs : mean_cost W rows = 1 + lengths W rows / INR W + (INR W - 1) / INR W * returns W rows.
  Proof. apply sft_mean; [lia |]. intros w Hw. apply Sft, Hw. Qed.

  Lemma never_costs : mean_cost W never = 1 + (2 * INR W - 1) * lengths W rows / INR W.
  Proof.
    rewrite <- same_lengths. apply straight_mean; [lia |]. intros w Hw. rewrite (Never w Hw).
    apply Forall_forall. intros v Hv. now apply repeat_spec in Hv.
  Qed.

  Lemma long_enough : INR W <= lengths W rows.
  Proof.
    assert (Over : 0 <= sum W (fun w => edges (rows w) + (-1))).
    { apply sum_nonneg. intros w _. pose proof (edges_pos (rows w)). lra. }
    rewrite sum_plus, sum_constant in Over. fold (lengths W rows) in Over. lra.
  Qed.

  Lemma one_of_all : forall w, (w < W)%nat -> excursion (rows w) <= returns W rows.
  Proof.
    intros w Hw. replace (returns W rows) with (excursion (rows w) + sum_wrong W w (fun v => excursion (rows v)))
      by (rewrite (others W rows) by exact Hw; ring).
    rewrite <- (Rplus_0_r (excursion (rows w))) at 1. apply Rplus_le_compat_l, sum_nonneg. intros v Hv.
    destruct (v =? w); [lra |]. pose proof (excursion_pos _ (proj1 (Sft v Hv))). lra.
  Qed.

  (* One corridor is enough for the gap: its excursion against the length M of all together. Corridors have a diamond,
     that is three edges, or more. *)
  Theorem one_is_enough : forall w, (w < W)%nat -> (forall v, (v < W)%nat -> 3 <= edges (rows v)) ->
    3 * excursion (rows w) * mean_cost W never <= 10 * lengths W rows * mean_cost W rows.
  Proof.
    intros w Hw Three. rewrite never_costs, sft_costs. pose proof two_wide as Wide. pose proof (one_of_all w Hw) as One.
    pose proof (excursion_pos _ (proj1 (Sft w Hw))) as Pos.
    assert (Long : 3 * INR W <= lengths W rows).
    { assert (Over : 0 <= sum W (fun v => edges (rows v) + (-3))) by (apply sum_nonneg; intros v Hv;
        specialize (Three v Hv); lra).
      rewrite sum_plus, sum_constant in Over. fold (lengths W rows) in Over. lra. }
    set (M := lengths W rows) in *. set (R' := returns W rows) in *. set (r := excursion (rows w)) in *.
    set (n := INR W) in *.
    clearbody M R' r n. apply Rmult_le_reg_r with n; [lra |].
    replace (3 * r * (1 + (2 * n - 1) * M / n) * n) with (3 * r * (n + (2 * n - 1) * M)) by (field; lra).
    replace (10 * M * (1 + M / n + (n - 1) / n * R') * n) with (10 * M * (n + M + (n - 1) * R')) by (field; lra).
    assert (M * ((n - 1) * r) <= M * ((n - 1) * R')) by (repeat apply Rmult_le_compat_l; lra).
    assert (0 <= M * (n - 2) * r) by (repeat apply Rmult_le_pos; lra).
    assert (0 <= (M - 3 * n) * r) by (apply Rmult_le_pos; lra).
    assert (0 <= M * (n + M)) by (apply Rmult_le_pos; lra). nra.
  Qed.

  (* The deepest corridor decides the cost, up to a factor of about W. *)
  Theorem deepest_decides : forall w, (w < W)%nat ->
    (forall v, (v < W)%nat -> excursion (rows v) <= excursion (rows w)) ->
    (INR W - 1) * excursion (rows w) / INR W <= mean_cost W rows <=
      1 + lengths W rows / INR W + (INR W - 1) * excursion (rows w).
  Proof.
    intros w Hw Deepest. rewrite sft_costs. pose proof two_wide as Wide. pose proof (one_of_all w Hw) as One.
    pose proof long_enough as Long.
    assert (All : returns W rows <= INR W * excursion (rows w)).
    { assert (Over : 0 <= sum W (fun v => excursion (rows w) + (-1) * excursion (rows v)))
        by (apply sum_nonneg; intros v Hv; specialize (Deepest v Hv); lra).
      rewrite sum_plus, sum_constant, sum_scale in Over. fold (returns W rows) in Over. lra. }
    set (M := lengths W rows) in *. set (R' := returns W rows) in *. set (r := excursion (rows w)) in *.
    set (n := INR W) in *.
    clearbody M R' r n. assert (0 < / n) by (apply Rinv_0_lt_compat; lra). split.
    - assert (0 <= M / n) by (apply Rmult_le_pos; lra).
      replace ((n - 1) * r / n) with ((n - 1) / n * r) by (field; lra).
      assert ((n - 1) / n * r <= (n - 1) / n * R'); [| lra].
      apply Rmult_le_compat_l; [apply Rmult_le_pos; lra | exact One].
    - apply Rplus_le_compat_l. replace ((n - 1) * r) with ((n - 1) / n * (n * r)) by (field; lra).
      apply Rmult_le_compat_l; [apply Rmult_le_pos; lra | exact All].
  Qed.

  (* Where no corridor is deep, there is no gap. *)
  Theorem none_deep : forall c, 2 <= c -> returns W rows <= c * lengths W rows ->
    mean_cost W rows <= c / 2 * mean_cost W never.
  Proof.
    intros c Hc Shallow. rewrite never_costs, sft_costs. pose proof two_wide as Wide. pose proof long_enough as Long.
    set (M := lengths W rows) in *. set (R' := returns W rows) in *. set (n := INR W) in *. clearbody M R' n.
    apply Rmult_le_reg_r with n; [lra |].
    replace ((1 + M / n + (n - 1) / n * R') * n) with (n + M + (n - 1) * R') by (field; lra).
    replace (c / 2 * (1 + (2 * n - 1) * M / n) * n) with (c / 2 * (n + (2 * n - 1) * M)) by (field; lra).
    assert ((n - 1) * R' <= (n - 1) * (c * M)) by (apply Rmult_le_compat_l; lra).
    assert (0 <= (c - 2) * n) by (apply Rmult_le_pos; lra). assert (0 <= (c - 2) * M) by (apply Rmult_le_pos; lra). nra.
  Qed.
End Gap.
