(* The only stationary point is the optimum.

   Hypotheses: W > 1 real, a corridor of any length, probabilities in (0, 1]. Suppose that no coordinate below one has a
   negative derivative. Then every coordinate is one. In particular this holds where each coordinate is one or has
   derivative zero.

   The proof. Look at an edge with the corridor split there, s and y from before it, x and t from behind it. The
   derivative at the vertex behind the edge, by p, has the sign opposite to
       onward_gain = W s (x+1) - (W-1) (t-1) y,
   and that at the vertex before it, by q, the sign opposite to
       homeward_gain = (W-1) t (y+1) - W (s-1) x.
   Their sum is W (s+x) + (W-1) (t+y) > 0 at one edge, and larger where vertices that never turn lie between.

   Main definitions: onward_gain, homeward_gain, settled.
   Main results: gains_are_slopes, gains_exclude, global_convergence, only_stationary_point, cost_unbounded (the cost
   exceeds every bound where a probability tends to zero). *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import Corridor Optimum Gradient.
Import ListNotations.
Local Open Scope R_scope.

Lemma split_at_first : forall (P : vertex -> Prop) (dec : forall v, {P v} + {~ P v}) l,
  Forall P l \/ exists before v behind, l = before ++ v :: behind /\ Forall P before /\ ~ P v.
Proof.
  intros P dec l. induction l as [| v l IH]; [now left |]. destruct (dec v) as [Yes | No].
  - destruct IH as [All | (before & u & behind & -> & Before & Not)]; [left; now constructor |].
    right. exists (v :: before), u, behind. repeat split; [now constructor | exact Not].
  - right. exists [], v, l. repeat split; [constructor | exact No].
Qed.

Lemma split_at_last : forall (P : vertex -> Prop) (dec : forall v, {P v} + {~ P v}) l,
  Forall P l \/ exists before v behind, l = before ++ v :: behind /\ Forall P behind /\ ~ P v.
Proof.
  intros P dec l. destruct (split_at_first P dec (rev l)) as [All | (before & v & behind & E & Before & Not)].
  - left. rewrite <- (rev_involutive l). now apply Forall_rev.
  - right. exists (rev behind), v, (rev before). split; [| split; [now apply Forall_rev | exact Not]].
    apply (f_equal (@rev vertex)) in E. rewrite rev_involutive, rev_app_distr in E. cbn in E.
    now rewrite <- app_assoc in E.
Qed.

Lemma surplus_skips : forall m l, Forall (fun v => v = perfect) m -> surplus (m ++ l) = surplus l.
Proof. intros m l Hm. induction Hm as [| v m -> _ IH]; [reflexivity |]. cbn. rewrite IH. field. Qed.

Lemma weight_skips : forall l m, Forall (fun v => v = perfect) m -> weight (l ++ m) = weight l + INR (length m).
Proof.
  intros l m Hm. revert l. induction Hm as [| v m -> _ IH]; intros l; [rewrite app_nil_r; cbn; ring |].
  change (l ++ perfect :: m) with (l ++ [perfect] ++ m). rewrite app_assoc, IH. unfold perfect at 1.
  rewrite weight_snoc. cbn [length]. rewrite S_INR. field.
Qed.

Lemma perfect_reversed : forall m, Forall (fun v => v = perfect) m -> Forall (fun v => v = perfect) (reversed m).
Proof. intros m Hm. apply Forall_rev, Forall_map. eapply Forall_impl; [| exact Hm]. now intros v ->. Qed.

(* Errors cost, and the cost exceeds every bound where a probability tends to zero. *)
Lemma total_part : forall before l, Forall proper (before ++ l) -> total l <= total (before ++ l).
Proof.
  intros before l. induction before as [| v before IH]; intros Hl; cbn [app] in *; [lra |].
  pose proof (surplus_nonneg _ Hl). apply Forall_inv_tail in Hl. specialize (IH Hl). cbn [total]. lra.
Qed.

Lemma errors_cost : forall W before p q behind, 1 <= W ->
  let l := before ++ Vertex p q :: behind in Forall proper l ->
  2 * W * ((1 - p) / p) <= cost W l - optimum W l /\ 2 * (W - 1) * ((1 - q) / q) <= cost W l - optimum W l.
Proof.
  assert (Here : forall before p q behind, Forall proper (before ++ Vertex p q :: behind) ->
    (1 - p) / p <= total (before ++ Vertex p q :: behind)).
  { intros before p q behind Hl. apply Rle_trans with (2 := total_part _ _ Hl). apply Forall_app in Hl as [_ Hl].
    pose proof (Forall_inv Hl) as [Hp Hq]. apply Forall_inv_tail in Hl. cbn in Hp, Hq.
    pose proof (surplus_nonneg _ Hl) as Hx. pose proof (total_nonneg _ Hl). cbn [total surplus].
    assert (0 <= q * surplus behind * / p)
      by (apply Rmult_le_pos; [apply Rmult_le_pos; lra | left; apply Rinv_0_lt_compat; lra]).
    unfold Rdiv. lra. }
  intros W before p q behind HW l Hl. unfold l in *. clear l. rewrite cost_beyond_optimum.
  pose proof (Here _ _ _ _ Hl) as Out. pose proof (total_nonneg _ Hl) as Pos.
  pose proof (proper_reversed _ Hl) as Hr. pose proof (total_nonneg _ Hr) as Pos'.
  assert (Back : (1 - q) / q <= total (reversed (before ++ Vertex p q :: behind))).
  { rewrite reversed_app, reversed_cons, <- app_assoc in Hr |- *.
    exact (Here (reversed behind) q p (reversed before) Hr). }
  apply (Rmult_le_compat_l (2 * W)) in Out; [| lra]. apply (Rmult_le_compat_l (2 * (W - 1))) in Back; [| lra].
  assert (0 <= W * total (before ++ Vertex p q :: behind)) by (apply Rmult_le_pos; lra).
  assert (0 <= (W - 1) * total (reversed (before ++ Vertex p q :: behind))) by (apply Rmult_le_pos; lra).
  split; lra.
Qed.

Theorem cost_unbounded : forall W before p q behind, 1 <= W -> Forall proper (before ++ Vertex p q :: behind) ->
  2 * W * ((1 - p) / p) <= cost W (before ++ Vertex p q :: behind) /\
  2 * (W - 1) * ((1 - q) / q) <= cost W (before ++ Vertex p q :: behind).
Proof.
  intros W before p q behind HW Hl. pose proof (errors_cost W before p q behind HW Hl) as [Out Back].
  pose proof (edges_pos (before ++ Vertex p q :: behind)). unfold optimum in *.
  assert (0 <= (2 * W - 1) * edges (before ++ Vertex p q :: behind)) by (apply Rmult_le_pos; lra). split; lra.
Qed.

Section Stationary.
  Variable W : R.
  Hypothesis HW : 1 < W.

  Definition onward_gain (before behind : corridor) : R :=
    W * weight before * (surplus behind + 1) - (W - 1) * (weight_back behind - 1) * surplus_back before.
  Definition homeward_gain (before behind : corridor) : R :=
    (W - 1) * weight_back behind * (surplus_back before + 1) - W * (weight before - 1) * surplus behind.

  Lemma gains_are_slopes : forall before p q behind, 0 < p -> 0 < q ->
    onward_gain before (Vertex p q :: behind) = - (p / 2) * slope_onward W before p q behind /\
    homeward_gain (before ++ [Vertex p q]) behind = - (q / 2) * slope_homeward W before p q behind.
  Proof.
    intros before p q behind Hp Hq. unfold onward_gain, homeward_gain, slope_onward, slope_homeward.
    rewrite weight_snoc, weight_back_cons, surplus_back_snoc. cbn [surplus]. split; field; lra.
  Qed.

  (* Between the two edges only vertices that never turn: both gains cannot be zero or less. *)
  Lemma gains_exclude : forall before between behind, Forall (fun v => v = perfect) between ->
    Forall proper before -> Forall proper behind ->
    homeward_gain before (between ++ behind) <= 0 -> 0 < onward_gain (before ++ between) behind.
  Proof.
    intros before between behind Ones Hb Hh. unfold homeward_gain, onward_gain, weight_back, surplus_back.
    rewrite !reversed_app, !(weight_skips _ _ (perfect_reversed _ Ones)).
    rewrite !(surplus_skips _ _ (perfect_reversed _ Ones)).
    rewrite !(weight_skips _ _ Ones), !(surplus_skips _ _ Ones), !length_reversed.
    fold (weight_back behind) (surplus_back before).
    pose proof (weight_at_least_1 _ Hb) as Hs. pose proof (weight_back_at_least_1 _ Hh) as Ht.
    pose proof (surplus_nonneg _ Hh) as Hx. pose proof (surplus_back_nonneg _ Hb) as Hy.
    pose proof (pos_INR (length between)) as Hm.
    set (s := weight before) in *. set (t := weight_back behind) in *. set (x := surplus behind) in *.
    set (y := surplus_back before) in *. set (m := INR (length between)) in *. clearbody s t x y m. intros Home.
    assert (0 <= W * m * (x + 1)) by (repeat apply Rmult_le_pos; lra).
    assert (0 <= (W - 1) * m * (y + 1)) by (repeat apply Rmult_le_pos; lra).
    assert (0 < W * (s + x)) by (apply Rmult_lt_0_compat; lra).
    assert (0 < (W - 1) * (t + y)) by (apply Rmult_lt_0_compat; lra). lra.
  Qed.

  (* Each coordinate is one, or the cost would not fall if it were raised. *)
  Definition settled (l : corridor) : Prop := forall before p q behind, l = before ++ Vertex p q :: behind ->
    (p = 1 \/ 0 <= slope_onward W before p q behind) /\ (q = 1 \/ 0 <= slope_homeward W before p q behind).

  Let onward_one_dec (v : vertex) : {onward v = 1} + {onward v <> 1} := Req_EM_T (onward v) 1.
  Let homeward_one_dec (v : vertex) : {homeward v = 1} + {homeward v <> 1} := Req_EM_T (homeward v) 1.

  Lemma settled_onward : forall l, Forall proper l -> settled l -> Forall (fun v => onward v = 1) l.
  Proof.
    intros l Hl Settled.
    destruct (split_at_first _ onward_one_dec l) as [All | (before & [p q] & behind & -> & Ones & Not)];
      [exact All | exfalso]. cbn in Not.
    apply Forall_app in Hl as [Hb Hh]. pose proof (Forall_inv Hh) as [Hp Hq]. cbn in Hp, Hq.
    destruct (proj1 (Settled before p q behind eq_refl)) as [| Slope]; [contradiction |].
    destruct (gains_are_slopes before p q behind ltac:(lra) ltac:(lra)) as [Gain _].
    assert (Onward : onward_gain before (Vertex p q :: behind) <= 0) by (rewrite Gain; nra).
    destruct (split_at_last _ homeward_one_dec before) as [Never | (start & [pu qu] & between & -> & Never & Turns)].
    - assert (None : surplus_back before = 0).
      { unfold surplus_back. rewrite <- (app_nil_r (reversed before)). apply surplus_skips, perfect_reversed.
        rewrite Forall_forall in *. intros [p' q'] Hin. specialize (Ones _ Hin). specialize (Never _ Hin).
        cbn in *. now subst. }
      unfold onward_gain in Onward. rewrite None in Onward.
      pose proof (weight_at_least_1 _ Hb). pose proof (surplus_nonneg _ Hh).
      assert (0 < W * weight before * (surplus (Vertex p q :: behind) + 1)) by (repeat apply Rmult_lt_0_compat; lra).
      lra.
    - cbn in Turns. apply Forall_app in Ones as [_ Ones]. apply Forall_app in Hb as [Hstart Hu].
      pose proof (Forall_inv Hu) as [Hpu Hqu]. cbn in Hpu, Hqu. apply Forall_inv_tail in Ones.
      assert (Between : Forall (fun v => v = perfect) between).
      { rewrite Forall_forall in *. intros [p' q'] Hin. specialize (Ones _ Hin). specialize (Never _ Hin).
        cbn in *. now subst. }
      destruct (proj2 (Settled start pu qu (between ++ Vertex p q :: behind) ltac:(now rewrite <- app_assoc)))
        as [| Home]; [contradiction |].
      destruct (gains_are_slopes start pu qu (between ++ Vertex p q :: behind) ltac:(lra) ltac:(lra)) as [_ Gain'].
      assert (Homeward : homeward_gain (start ++ [Vertex pu qu]) (between ++ Vertex p q :: behind) <= 0)
        by (rewrite Gain'; nra).
      apply gains_exclude in Homeward; [| exact Between | | exact Hh].
      + rewrite <- app_assoc in Homeward. cbn in Homeward. lra.
      + apply Forall_app. split; [exact Hstart |]. constructor; [now split | constructor].
  Qed.

  Theorem global_convergence : forall l, Forall proper l -> settled l -> Forall (fun v => v = perfect) l.
  Proof.
    intros l Hl Settled. pose proof (settled_onward l Hl Settled) as Onward.
    apply Forall_forall. intros [p q] Hin. destruct (in_split _ _ Hin) as (before & behind & ->).
    apply Forall_app in Hl as [Hb Hv]. pose proof (Forall_inv Hv) as Hpq. pose proof (Forall_inv_tail Hv) as Hh.
    apply Forall_app in Onward as [_ Onward]. pose proof (Forall_inv Onward) as Hp. cbn in Hp. subst p.
    apply Forall_inv_tail, surplus_none in Onward as [None _].
    destruct (proj2 (Settled before 1 q behind eq_refl)) as [-> | Home]; [reflexivity | exfalso].
    pose proof (homeward_never_rises W before 1 q behind HW Hb Hh Hpq None). lra.
  Qed.

  Corollary only_stationary_point : forall l, Forall proper l ->
    (forall before p q behind, l = before ++ Vertex p q :: behind ->
      (p = 1 \/ derivable_pt_lim (fun z => cost W (before ++ Vertex z q :: behind)) p 0) /\
      (q = 1 \/ derivable_pt_lim (fun z => cost W (before ++ Vertex p z :: behind)) q 0)) ->
    Forall (fun v => v = perfect) l.
  Proof.
    intros l Hl Zero. apply global_convergence; [exact Hl |]. intros before p q behind ->.
    apply Forall_app in Hl as [Hb Hv]. pose proof (Forall_inv Hv) as Hpq. pose proof (Forall_inv_tail Hv) as Hh.
    destruct (Zero before p q behind eq_refl) as [P Q]. split.
    - destruct P as [-> | P]; [now left | right].
      rewrite (uniqueness_limite _ _ _ _ (slope_onward_is_derivative W before p q behind Hb Hh Hpq) P). lra.
    - destruct Q as [-> | Q]; [now left | right].
      rewrite (uniqueness_limite _ _ _ _ (slope_homeward_is_derivative W before p q behind Hb Hh Hpq) Q). lra.
  Qed.
End Stationary.
