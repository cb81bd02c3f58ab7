(* RLVR's gradient flow tends to the optimum from every start, and how fast.

   Each row has a gap, its logit of passing up to a constant: it passes with probability m e^z / (1 + m e^z), where m
   are its odds at the base model. The gaps follow the gradient of the cost downhill, each at a positive rate of its
   own: in the flow on logits a gap moves faster, by a constant that differs between exits and entries.

   Hypotheses: W > 1 real, a corridor of any length, and gaps that follow the flow for all times t >= 0.

   No compactness is needed. The cost falls along the flow, so that probabilities stay away from zero. There the rate of
   the fall is at least a constant times the square of the excess over the optimum (SlopeBound.v). So the excess falls
   at least like 1/t.

   Main definitions: gap_row, passing, policy_at, flows.
   Main results: cost_falls, flow_converges (the excess is at most 1/(kappa t)), rows_tend_to_one. *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import Corridor Optimum Gradient Convergence Monotone AlongFlow SlopeBound.
Import ListNotations.
Local Open Scope R_scope.

Record gap_row := GapRow {
  onward_odds : R; homeward_odds : R; onward_rate : R; homeward_rate : R;
  onward_gap : R -> R; homeward_gap : R -> R
}.

Definition passing (m z : R) : R := m * exp z / (1 + m * exp z).
Definition row_at (r : gap_row) (t : R) : vertex :=
  Vertex (passing (onward_odds r) (onward_gap r t)) (passing (homeward_odds r) (homeward_gap r t)).
Definition policy_at (rows : list gap_row) (t : R) : corridor := map (fun r => row_at r t) rows.

Lemma passing_inside : forall m z, 0 < m -> 0 < passing m z < 1.
Proof.
  intros m z Hm. pose proof (exp_pos z). assert (0 < m * exp z) by now apply Rmult_lt_0_compat. unfold passing.
  split; [apply Rdiv_lt_0_compat; lra |]. apply Rmult_lt_reg_r with (1 + m * exp z); [lra |].
  unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

Lemma passing_derivative : forall m z, 0 < m ->
  derivable_pt_lim (passing m) z (passing m z * (1 - passing m z)).
Proof.
  intros m z Hm. pose proof (exp_pos z). assert (Pos : 0 < m * exp z) by now apply Rmult_lt_0_compat.
  assert (Scaled : derivable_pt_lim (fun u => m * exp u) z (m * exp z))
    by (apply (derivable_pt_lim_scal exp), derivable_pt_lim_exp).
  replace (passing m z * (1 - passing m z)) with
    ((m * exp z * (1 + m * exp z) - (0 + m * exp z) * (m * exp z)) / (1 + m * exp z)²)
    by (unfold passing, Rsqr; field; lra).
  apply (derivable_pt_lim_div (fun u => m * exp u) (fun u => 1 + m * exp u)); [exact Scaled | | lra].
  apply (derivable_pt_lim_plus (fct_cte 1) (fun u => m * exp u)); [apply derivable_pt_lim_const | exact Scaled].
Qed.

Section Flow.
  Variables (W least : R) (rows : list gap_row).
  Hypothesis HW : 1 < W.
  Hypothesis Hleast : 0 < least.

  Definition lively (r : gap_row) : Prop :=
    0 < onward_odds r /\ 0 < homeward_odds r /\ least <= onward_rate r /\ least <= homeward_rate r.
  Hypothesis Lively : Forall lively rows.

  (* Each gap moves against the derivative of the cost by it, at its rate. *)
  Definition flows : Prop := forall before r behind, rows = before ++ r :: behind -> forall t, 0 <= t ->
    (exists slope,
      derivable_pt_lim (fun z => cost W (policy_at before t ++
        Vertex (passing (onward_odds r) z) (homeward (row_at r t)) :: policy_at behind t)) (onward_gap r t) slope /\
      derivable_pt_lim (onward_gap r) t (- (onward_rate r * slope))) /\
    (exists slope,
      derivable_pt_lim (fun z => cost W (policy_at before t ++
        Vertex (onward (row_at r t)) (passing (homeward_odds r) z) :: policy_at behind t)) (homeward_gap r t) slope /\
      derivable_pt_lim (homeward_gap r) t (- (homeward_rate r * slope))).
  Hypothesis Flows : flows.

  Definition rates_at (some : list gap_row) (t : R) : list rated :=
    map (fun r => (row_at r t, (onward_rate r, homeward_rate r))) some.

  Lemma rates_places : forall some t, map fst (rates_at some t) = policy_at some t.
  Proof. intros some t. unfold rates_at. rewrite map_map. reflexivity. Qed.

  Lemma lively_proper : forall some t, Forall lively some -> Forall proper (policy_at some t).
  Proof.
    intros some t All. apply Forall_map. eapply Forall_impl; [| exact All]. intros r (Hm & Hm' & _).
    pose proof (passing_inside _ (onward_gap r t) Hm). pose proof (passing_inside _ (homeward_gap r t) Hm').
    split; cbn; lra.
  Qed.

  Lemma all_quick : forall some t, Forall lively some -> Forall (quick least) (rates_at some t).
  Proof.
    intros some t All. apply Forall_map. eapply Forall_impl; [| exact All]. intros r (_ & _ & Hk & Hk'). now split.
  Qed.

  (* The rows move downhill. *)
  Lemma rows_follow : forall t, 0 <= t -> forall behind before, rows = before ++ behind ->
    follows t (map row_at behind) (downhill W (policy_at before t) (rates_at behind t)).
  Proof.
    intros t Ht. induction behind as [| r behind IH]; intros before E; [constructor |].
    pose proof Lively as All. rewrite E in All. apply Forall_app in All as [Ab All].
    destruct (Forall_inv All) as (Hm & Hm' & _). apply Forall_inv_tail in All.
    destruct (Flows before r behind E t Ht) as [(s & Slope & Moves) (s' & Slope' & Moves')].
    pose proof (lively_proper before t Ab) as Pb. pose proof (lively_proper behind t All) as Ph.
    pose proof (passing_inside _ (onward_gap r t) Hm) as Hp. pose proof (passing_inside _ (homeward_gap r t) Hm') as Hq.
    assert (Here : proper (row_at r t)) by (split; cbn; lra).
    cbn [rates_at map downhill]. fold (rates_at behind t). rewrite rates_places.
    assert (IsSlope : s = slope_of_onward W (policy_at before t) (row_at r t) (policy_at behind t)).
    { apply (uniqueness_limite _ _ _ _ Slope). unfold slope_of_onward. cbn [row_at onward homeward].
      rewrite Rmult_comm.
      apply (derivable_pt_lim_comp (passing (onward_odds r)) (fun p => cost W (policy_at before t ++
        Vertex p (passing (homeward_odds r) (homeward_gap r t)) :: policy_at behind t)));
        [now apply passing_derivative | now apply slope_onward_is_derivative]. }
    assert (IsSlope' : s' = slope_of_homeward W (policy_at before t) (row_at r t) (policy_at behind t)).
    { apply (uniqueness_limite _ _ _ _ Slope'). unfold slope_of_homeward. cbn [row_at onward homeward].
      rewrite Rmult_comm.
      apply (derivable_pt_lim_comp (passing (homeward_odds r)) (fun q => cost W (policy_at before t ++
        Vertex (passing (onward_odds r) (onward_gap r t)) q :: policy_at behind t)));
        [now apply passing_derivative | now apply slope_homeward_is_derivative]. }
    subst s s'. constructor; [reflexivity | exact Here | | |].
    - cbn [onward_speed row_at onward].
      apply (derivable_pt_lim_comp (onward_gap r) (passing (onward_odds r)));
        [exact Moves | now apply passing_derivative].
    - cbn [homeward_speed row_at homeward].
      apply (derivable_pt_lim_comp (homeward_gap r) (passing (homeward_odds r)));
        [exact Moves' | now apply passing_derivative].
    - replace (policy_at before t ++ [row_at r t]) with (policy_at (before ++ [r]) t)
        by (unfold policy_at; now rewrite map_app).
      apply IH. now rewrite <- app_assoc.
  Qed.

  Lemma cost_along_flow : forall t, 0 <= t ->
    derivable_pt_lim (fun u => excess W (policy_at rows u)) t (- squares W [] (rates_at rows t)).
  Proof.
    intros t Ht. pose proof (cost_along t W _ _ (rows_follow t Ht rows [] eq_refl)) as Along.
    rewrite rate_by_slopes, downhill_rate in Along
      by (rewrite places_downhill, rates_places; now apply lively_proper).
    replace (- squares W [] (rates_at rows t)) with (- squares W [] (rates_at rows t) - 0) by ring.
    assert (Same : forall u, optimum W (policy_at rows u) = 1 + (2 * W - 1) * (INR (length rows) + 1))
      by (intros u; unfold optimum, edges, policy_at; now rewrite map_length).
    apply derivable_pt_lim_ext with
      (fun u => cost W (rows_at (map row_at rows) u) - (1 + (2 * W - 1) * (INR (length rows) + 1))).
    { intros u. unfold excess. rewrite Same. unfold rows_at, policy_at. now rewrite map_map. }
    apply (derivable_pt_lim_minus (fun u => cost W (rows_at (map row_at rows) u))); [exact Along |].
    apply derivable_pt_lim_const.
  Qed.

  Theorem cost_falls : forall s t, 0 <= s <= t -> excess W (policy_at rows t) <= excess W (policy_at rows s).
  Proof.
    intros s t Hst. apply (never_rises (fun u => excess W (policy_at rows u))
      (fun u => - squares W [] (rates_at rows u)) s t); [lra |]. intros u Hu.
    split; [apply cost_along_flow; lra |].
    pose proof (squares_nonneg W least Hleast (rates_at rows u) [] (all_quick rows u Lively)). lra.
  Qed.

  Lemma excess_nonneg : forall t, 0 <= excess W (policy_at rows t).
  Proof.
    intros t. unfold excess.
    pose proof (rlvr_optimal W (policy_at rows t) ltac:(lra) (lively_proper rows t Lively)). lra.
  Qed.

  (* No probability comes near zero. *)
  Definition floor : R := (W - 1) / (W + excess W (policy_at rows 0)).

  Lemma floor_inside : 0 < floor < 1.
  Proof.
    pose proof (excess_nonneg 0). unfold floor. split; [apply Rdiv_lt_0_compat; lra |].
    apply Rmult_lt_reg_r with (W + excess W (policy_at rows 0)); [lra |].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
  Qed.

  Lemma above_floor : forall a E, 0 < a <= 1 -> 2 * (W - 1) * ((1 - a) / a) <= E -> E <= excess W (policy_at rows 0) ->
    floor <= a.
  Proof.
    intros a E Ha Errs Less. pose proof (excess_nonneg 0). unfold floor. set (E0 := excess W (policy_at rows 0)) in *.
    apply Rmult_le_reg_r with (W + E0); [lra |]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra.
    apply (Rmult_le_compat_r a) in Errs; [| lra].
    replace (2 * (W - 1) * ((1 - a) / a) * a) with (2 * (W - 1) * (1 - a)) in Errs by (field; lra).
    assert (E * a <= E0 * a) by (apply Rmult_le_compat_r; lra). nra.
  Qed.

  Lemma stays_bounded : forall t, 0 <= t -> Forall (bounded floor) (policy_at rows t).
  Proof.
    intros t Ht. pose proof (lively_proper rows t Lively) as Proper. pose proof (cost_falls 0 t ltac:(lra)) as Falls.
    apply Forall_forall. intros [p q] Hv. pose proof Proper as All. rewrite Forall_forall in All.
    destruct (All _ Hv) as [Hp Hq]. cbn in Hp, Hq. apply in_split in Hv as (before & behind & E). rewrite E in Proper.
    destruct (errors_cost W before p q behind ltac:(lra) Proper) as [Out Back].
    rewrite <- E in Out, Back. fold (excess W (policy_at rows t)) in Out, Back.
    assert (Some : 0 <= (1 - p) / p) by (apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra]).
    split; (split; [| cbn; lra]); cbn [onward homeward].
    - apply above_floor with (excess W (policy_at rows t)); [exact Hp | | exact Falls].
      apply Rle_trans with (2 := Out). apply Rmult_le_compat_r; lra.
    - apply above_floor with (excess W (policy_at rows t)); [exact Hq | exact Back | exact Falls].
  Qed.

  (* The excess falls at least at kappa times its square. *)
  Definition kappa : R := pace floor least (length rows).

  Lemma kappa_pos : 0 < kappa.
  Proof. apply pace_pos; [exact floor_inside | exact Hleast]. Qed.

  Lemma falls_fast : forall t, 0 <= t -> kappa * (excess W (policy_at rows t))² <= squares W [] (rates_at rows t).
  Proof.
    intros t Ht. pose proof (gradient_bound W floor least HW floor_inside Hleast (rates_at rows t)
      (all_quick rows t Lively)) as Bound.
    rewrite rates_places in Bound. unfold rates_at in Bound at 1. rewrite map_length in Bound.
    apply Bound. now apply stays_bounded.
  Qed.

  Theorem flow_converges : forall t, 0 < t ->
    cost W (policy_at rows t) - optimum W (policy_at rows t) <= 1 / (kappa * t).
  Proof.
    intros t Ht. change (excess W (policy_at rows t) <= 1 / (kappa * t)). pose proof kappa_pos as HK.
    assert (Hkt : 0 < kappa * t) by (apply Rmult_lt_0_compat; lra).
    destruct (Rle_or_lt (excess W (policy_at rows t)) 0) as [Done | Pos].
    { apply Rle_trans with (1 := Done). left. apply Rdiv_lt_0_compat; lra. }
    assert (Inverse : / excess W (policy_at rows 0) - kappa * id 0 <= / excess W (policy_at rows t) - kappa * id t).
    { apply (never_falls (fun u => / excess W (policy_at rows u) - kappa * id u)
        (fun u => - - squares W [] (rates_at rows u) / (excess W (policy_at rows u))² - kappa * 1) 0 t); [lra |].
      intros u Hu. assert (Here : 0 < excess W (policy_at rows u)).
      { pose proof (cost_falls u t ltac:(lra)). lra. }
      split.
      - apply (derivable_pt_lim_minus (fun u => / excess W (policy_at rows u)) (fun u => kappa * id u)).
        + apply derivable_pt_lim_ext with (fun v => 1 / excess W (policy_at rows v));
            [intros v; unfold Rdiv; ring |].
          replace (- - squares W [] (rates_at rows u)) with
            (0 * excess W (policy_at rows u) - - squares W [] (rates_at rows u) * 1) by ring.
          apply (derivable_pt_lim_div (fct_cte 1) (fun v => excess W (policy_at rows v)));
            [apply derivable_pt_lim_const | apply cost_along_flow; lra | lra].
        + apply derivable_pt_lim_scal, derivable_pt_lim_id.
      - pose proof (falls_fast u ltac:(lra)) as Fast.
        assert (Sq : 0 < (excess W (policy_at rows u))²) by (apply Rlt_0_sqr; lra).
        rewrite Ropp_involutive. apply (Rmult_le_compat_r (/ (excess W (policy_at rows u))²)) in Fast;
          [| left; now apply Rinv_0_lt_compat].
        rewrite Rmult_assoc, Rinv_r in Fast by lra. unfold Rdiv. lra. }
    unfold id in Inverse.
    assert (Start : 0 < excess W (policy_at rows 0)) by (pose proof (cost_falls 0 t ltac:(lra)); lra).
    apply Rinv_0_lt_compat in Start. set (E := excess W (policy_at rows t)) in *.
    apply Rmult_le_reg_r with (kappa * t * / E); [apply Rmult_lt_0_compat; [exact Hkt | now apply Rinv_0_lt_compat] |].
    replace (E * (kappa * t * / E)) with (kappa * t) by (field; lra).
    replace (1 / (kappa * t) * (kappa * t * / E)) with (/ E) by (field; split; [lra | split; lra]). lra.
  Qed.

  (* Every row passes in the limit. *)
  Theorem rows_tend_to_one : forall eps, 0 < eps -> exists T, 0 < T /\ forall t, T <= t ->
    Forall (fun v => 1 - eps <= onward v /\ 1 - eps <= homeward v) (policy_at rows t).
  Proof.
    intros eps Heps. pose proof kappa_pos as HK. set (c := 2 * (W - 1) * eps).
    assert (Hc : 0 < c) by (unfold c; repeat apply Rmult_lt_0_compat; lra).
    assert (HT : 0 < 1 / (kappa * c)) by (apply Rdiv_lt_0_compat; [lra | apply Rmult_lt_0_compat; lra]).
    exists (1 / (kappa * c)). split; [exact HT |]. intros t Ht.
    assert (Small : excess W (policy_at rows t) <= c).
    { apply Rle_trans with (1 := flow_converges t ltac:(lra)).
      apply Rmult_le_reg_r with (kappa * t); [apply Rmult_lt_0_compat; lra |].
      replace (1 / (kappa * t) * (kappa * t)) with 1 by (field; lra).
      apply (Rmult_le_compat_r (kappa * c)) in Ht; [| apply Rmult_le_pos; lra].
      replace (1 / (kappa * c) * (kappa * c)) with 1 in Ht by (field; lra). lra. }
    pose proof (lively_proper rows t Lively) as Proper. apply Forall_forall. intros [p q] Hv.
    pose proof Proper as All. rewrite Forall_forall in All. destruct (All _ Hv) as [Hp Hq]. cbn in Hp, Hq.
    apply in_split in Hv as (before & behind & E). rewrite E in Proper.
    destruct (errors_cost W before p q behind ltac:(lra) Proper) as [Out Back].
    rewrite <- E in Out, Back. fold (excess W (policy_at rows t)) in Out, Back.
    assert (Error : forall a, 0 < a <= 1 -> 1 - a <= (1 - a) / a).
    { intros a Ha. apply Rmult_le_reg_r with a; [lra |]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra. }
    pose proof (Error p Hp) as Ep. pose proof (Error q Hq) as Eq.
    assert (2 * (W - 1) * (1 - p) <= 2 * W * ((1 - p) / p)) by (apply Rmult_le_compat; lra).
    assert (2 * (W - 1) * (1 - q) <= 2 * (W - 1) * ((1 - q) / q)) by (apply Rmult_le_compat_l; lra).
    cbn. unfold c in Small. split; apply Rmult_le_reg_l with (2 * (W - 1)); lra.
  Qed.
End Flow.
