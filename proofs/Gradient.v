(* The partial derivatives of the cost, vertex by vertex, and the signs of their parts.

   Hypotheses: W real, probabilities in (0, 1]. A vertex (p, q) is looked at with the corridor `before` it, on the
   fork's side, and the corridor `behind` it. As in docs/mathematics.md, s belongs to what is before and t to what is
   behind, x to what is behind and y to what is before.

   Main definitions: weight (s), slope_onward (dH/dp), slope_homeward (dH/dq).
   Main results: slope_onward_is_derivative, slope_homeward_is_derivative, cost_gradient (both),
   onward_never_rises, homeward_never_rises. *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import Corridor.
Import ListNotations.
Local Open Scope R_scope.

(* s_0 = 1, s_v = 1 + s_(v-1) q_v / p_v: half of what one more surplus crossing behind the corridor adds to A. *)
Definition weight (before : corridor) : R :=
  fold_left (fun s v => 1 + s * homeward v / onward v) before 1.

Lemma weight_snoc : forall l p q, weight (l ++ [Vertex p q]) = 1 + weight l * q / p.
Proof. intros l p q. unfold weight. now rewrite fold_left_app. Qed.

Lemma weight_at_least_1 : forall l, Forall proper l -> 1 <= weight l.
Proof.
  induction l as [| [p q] l IH] using rev_ind; intros Hl; [cbn; lra |].
  apply Forall_app in Hl as [Hl Hv]. apply Forall_inv in Hv as [Hp Hq]; cbn in Hp, Hq. specialize (IH Hl).
  rewrite weight_snoc. assert (0 <= weight l * q / p); [| lra].
  apply Rmult_le_pos; [nra | left; apply Rinv_0_lt_compat; lra].
Qed.

(* The total depends on what is behind a corridor through the surplus there alone. *)
Lemma total_behind : forall before behind behind', Forall proper before ->
  total (before ++ behind) - total (before ++ behind') =
  (weight before - 1) * (surplus behind - surplus behind') + (total behind - total behind').
Proof.
  induction before as [| [p q] l IH] using rev_ind; intros behind behind' Hl; [cbn; ring |].
  apply Forall_app in Hl as [Hl Hv]. apply Forall_inv in Hv as [Hp Hq]; cbn in Hp, Hq.
  rewrite <- !app_assoc. cbn [app]. rewrite IH by exact Hl. rewrite weight_snoc. cbn [total surplus]. field. lra.
Qed.

(* The y of a vertex: expected surplus crossings on the way back, of the edge before it. *)
Definition surplus_back (before : corridor) : R := surplus (reversed before).
Definition weight_back (behind : corridor) : R := weight (reversed behind).

Lemma surplus_back_snoc : forall l p q, surplus_back (l ++ [Vertex p q]) = (p * surplus_back l + 1 - q) / q.
Proof. intros l p q. unfold surplus_back. now rewrite reversed_app. Qed.

Lemma weight_back_cons : forall l p q, weight_back (Vertex p q :: l) = 1 + weight_back l * p / q.
Proof. intros l p q. unfold weight_back. rewrite reversed_cons. apply weight_snoc. Qed.

Lemma surplus_back_nonneg : forall l, Forall proper l -> 0 <= surplus_back l.
Proof. intros l Hl. apply surplus_nonneg, proper_reversed, Hl. Qed.

Lemma weight_back_at_least_1 : forall l, Forall proper l -> 1 <= weight_back l.
Proof. intros l Hl. apply weight_at_least_1, proper_reversed, Hl. Qed.

Section Slopes.
  Variable W : R.

  Definition slope_onward (before : corridor) (p q : R) (behind : corridor) : R :=
    - (2 * W * weight before * (q * surplus behind + 1)) / (p * p)
    + 2 * (W - 1) * weight_back behind * surplus_back before / q.

  Definition slope_homeward (before : corridor) (p q : R) (behind : corridor) : R :=
    2 * W * weight before * surplus behind / p
    - 2 * (W - 1) * weight_back behind * (p * surplus_back before + 1) / (q * q).

  (* The cost as a function of one vertex, up to a constant. *)
  Lemma cost_at_vertex : forall before behind v v', Forall proper before -> Forall proper behind ->
    cost W (before ++ v :: behind) - cost W (before ++ v' :: behind) =
      2 * W * weight before * (surplus (v :: behind) - surplus (v' :: behind))
      + 2 * (W - 1) * weight_back behind
        * (surplus (flip v :: reversed before) - surplus (flip v' :: reversed before)).
  Proof.
    intros before behind v v' Hb Hh. unfold cost, way_back, passage.
    assert (Edges : edges (before ++ v :: behind) = edges (before ++ v' :: behind)).
    { unfold edges. rewrite !app_length. reflexivity. }
    rewrite !edges_reversed, Edges. rewrite !reversed_app, !reversed_cons, <- !app_assoc. cbn [app].
    pose proof (total_behind before (v :: behind) (v' :: behind) Hb) as Out.
    pose proof (total_behind (reversed behind) (flip v :: reversed before) (flip v' :: reversed before)
      (proper_reversed _ Hh)) as Back.
    cbn [total] in Out, Back. fold (weight_back behind) in Back.
    assert (Scale : forall c a b d, a - b = d -> c * a - c * b = c * d) by (intros; subst; ring).
    apply (Scale (2 * W)) in Out. apply (Scale (2 * (W - 1))) in Back. lra.
  Qed.

  (* c + a/z + e z has the derivative - a/z^2 + e. *)
  Lemma derivative_of_parts : forall f c a e z, 0 < z -> (forall u, 0 < u -> f u = c + a / u + e * u) ->
    derivable_pt_lim f z (- a / (z * z) + e).
  Proof.
    intros f c a e z Hz Parts.
    apply derivable_pt_lim_locally_ext with (f := (fct_cte c + (fct_cte a / id + mult_real_fct e id))%F)
      (a := 0) (b := z + 1); [lra | |].
    - intros u Hu. rewrite (Parts u) by lra. unfold plus_fct, div_fct, mult_real_fct, fct_cte, id. ring.
    - replace (- a / (z * z) + e) with (0 + ((0 * id z - 1 * fct_cte a z) / (id z)² + e * 1))
        by (unfold id, fct_cte, Rsqr; field; lra).
      apply derivable_pt_lim_plus; [apply derivable_pt_lim_const |]. apply derivable_pt_lim_plus.
      + apply derivable_pt_lim_div; [apply derivable_pt_lim_const | apply derivable_pt_lim_id | unfold id; lra].
      + apply derivable_pt_lim_scal, derivable_pt_lim_id.
  Qed.

  Theorem slope_onward_is_derivative : forall before p q behind,
    Forall proper before -> Forall proper behind -> proper (Vertex p q) ->
    derivable_pt_lim (fun z => cost W (before ++ Vertex z q :: behind)) p (slope_onward before p q behind).
  Proof.
    intros before p q behind Hb Hh [Hp Hq]. cbn in Hp, Hq. unfold slope_onward.
    set (a := 2 * W * weight before * (q * surplus behind + 1)).
    set (e := 2 * (W - 1) * weight_back behind * surplus_back before / q).
    apply derivative_of_parts with (c := cost W (before ++ Vertex p q :: behind) - a / p - e * p); [lra |].
    intros u Hu. pose proof (cost_at_vertex before behind (Vertex u q) (Vertex p q) Hb Hh) as At.
    unfold flip in At. cbn [onward homeward surplus] in At. fold (surplus_back before) in At.
    apply Rplus_eq_reg_r with (- cost W (before ++ Vertex p q :: behind)). unfold Rminus in At at 1. rewrite At.
    unfold a, e. field. lra.
  Qed.

  Theorem slope_homeward_is_derivative : forall before p q behind,
    Forall proper before -> Forall proper behind -> proper (Vertex p q) ->
    derivable_pt_lim (fun z => cost W (before ++ Vertex p z :: behind)) q (slope_homeward before p q behind).
  Proof.
    intros before p q behind Hb Hh [Hp Hq]. cbn in Hp, Hq. unfold slope_homeward.
    set (a := 2 * (W - 1) * weight_back behind * (p * surplus_back before + 1)).
    set (e := 2 * W * weight before * surplus behind / p).
    replace (e - a / (q * q)) with (- a / (q * q) + e) by (field; lra).
    apply derivative_of_parts with (c := cost W (before ++ Vertex p q :: behind) - a / q - e * q); [lra |].
    intros u Hu. pose proof (cost_at_vertex before behind (Vertex p u) (Vertex p q) Hb Hh) as At.
    unfold flip in At. cbn [onward homeward surplus] in At. fold (surplus_back before) in At.
    apply Rplus_eq_reg_r with (- cost W (before ++ Vertex p q :: behind)). unfold Rminus in At at 1. rewrite At.
    unfold a, e. field. lra.
  Qed.

  (* The same in terms of the surplus on the vertex's own edges: x_(v-1) before it, and y_v behind it. *)
  Theorem cost_gradient : forall before p q behind,
    Forall proper before -> Forall proper behind -> proper (Vertex p q) ->
    let v := Vertex p q in
    derivable_pt_lim (fun z => cost W (before ++ Vertex z q :: behind)) p
      (-2 * W * (surplus (v :: behind) + 1) * weight before / p +
        2 * (W - 1) * surplus_back before * weight_back behind / q) /\
    derivable_pt_lim (fun z => cost W (before ++ Vertex p z :: behind)) q
      (2 * W * surplus behind * weight before / p -
        2 * (W - 1) * (surplus_back (before ++ [v]) + 1) * weight_back behind / q).
  Proof.
    intros before p q behind Hb Hh Hv v. pose proof Hv as [Hp Hq]. cbn in Hp, Hq. unfold v.
    rewrite surplus_back_snoc. cbn [surplus]. split.
    - replace (_ + _) with (slope_onward before p q behind) by (unfold slope_onward; field; lra).
      now apply slope_onward_is_derivative.
    - replace (_ - _) with (slope_homeward before p q behind) by (unfold slope_homeward; field; lra).
      now apply slope_homeward_is_derivative.
  Qed.

  (* Where nobody turns on the way back before a vertex, more passing onward never raises the cost; and the twin. *)
  Lemma onward_never_rises : forall before p q behind, 0 < W -> Forall proper before -> Forall proper behind ->
    proper (Vertex p q) -> surplus_back before = 0 -> slope_onward before p q behind < 0.
  Proof.
    intros before p q behind HW Hb Hh [Hp Hq] None. cbn in Hp, Hq. unfold slope_onward. rewrite None.
    pose proof (weight_at_least_1 _ Hb). pose proof (surplus_nonneg _ Hh).
    assert (0 < W * weight before * (q * surplus behind + 1) * / (p * p)); [| unfold Rdiv; lra].
    repeat apply Rmult_lt_0_compat; try apply Rinv_0_lt_compat; nra.
  Qed.

  Lemma homeward_never_rises : forall before p q behind, 1 < W -> Forall proper before -> Forall proper behind ->
    proper (Vertex p q) -> surplus behind = 0 -> slope_homeward before p q behind < 0.
  Proof.
    intros before p q behind HW Hb Hh [Hp Hq] None. cbn in Hp, Hq. unfold slope_homeward. rewrite None.
    pose proof (weight_back_at_least_1 _ Hh). pose proof (surplus_back_nonneg _ Hb).
    assert (0 < (W - 1) * weight_back behind * (p * surplus_back before + 1) * / (q * q)); [| unfold Rdiv; lra].
    repeat apply Rmult_lt_0_compat; try apply Rinv_0_lt_compat; nra.
  Qed.
End Slopes.
