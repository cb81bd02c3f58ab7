(* Derivatives, and costs of unequal corridors, computed in rational numbers: more of what Rationals.v does for costs.

   Main definitions: slopes_q, mean_cost_q, slopes_agree, corridors_agree.
   Main results: slopes_sound, corridors_sound. *)
From Coq Require Import Reals List Lra Lia Bool QArith Qreals.
From Backproof Require Import Corridor ExpectedCost Gradient UnequalCorridors Rationals.
Import ListNotations.
Local Open Scope Q_scope.

Lemma positive_split : forall before behind, forallb positive_row (before ++ behind) = true ->
  forallb positive_row before = true /\ forallb positive_row behind = true.
Proof. intros before behind Pos. rewrite forallb_app in Pos. now apply andb_prop in Pos. Qed.

Lemma nonzero : forall a, (0 < Q2R a)%R -> ~ a == 0.
Proof. intros a Pos Zero. apply Qeq_eqR in Zero. rewrite Q2R_0 in Zero. lra. Qed.

Lemma row_positive : forall p q, positive_row (p, q) = true -> (0 < Q2R p)%R /\ (0 < Q2R q)%R.
Proof. intros p q Pos. apply andb_prop in Pos as [Hp Hq]. split; now apply positive_correct. Qed.

(* ---- Derivatives ---- *)

Definition weight_q (before : list row) : Q := fold_left (fun s v => Qred (1 + s * snd v / fst v)) before 1.

Lemma weight_computed : forall before, forallb positive_row before = true ->
  Q2R (weight_q before) = weight (map real before).
Proof.
  assert (From : forall before a b, Q2R a = b -> forallb positive_row before = true ->
    Q2R (fold_left (fun s v => Qred (1 + s * snd v / fst v)) before a) =
    fold_left (fun s v => (1 + s * homeward v / onward v)%R) (map real before) b).
  { induction before as [| [p q] before IH]; intros a b Same Pos; [exact Same |].
    apply andb_prop in Pos as [Here Pos]. apply row_positive in Here as [Hp _]. cbn [fold_left map].
    apply IH; [| exact Pos].
    cbn [fst snd real onward homeward]. rewrite Q2R_red, Q2R_plus, Q2R_div, Q2R_mult, Q2R_1, Same by now apply nonzero.
    reflexivity. }
  intros before Pos. now apply From; [apply Q2R_1 |].
Qed.

(* dH/dp and dH/dq at a vertex (p, q) *)
Definition slopes_q (W : Q) (before : list row) (p q : Q) (behind : list row) : Q * Q :=
  let s := weight_q before in let t := weight_q (reversed_q behind) in
  let x := fst (scan behind) in let y := fst (scan (reversed_q before)) in
  (- (2 * W * s * (q * x + 1)) / (p * p) + 2 * (W - 1) * t * y / q,
   2 * W * s * x / p - 2 * (W - 1) * t * (p * y + 1) / (q * q)).

Lemma slopes_computed : forall W before p q behind, forallb positive_row (before ++ (p, q) :: behind) = true ->
  Q2R (fst (slopes_q W before p q behind)) =
    slope_onward (Q2R W) (map real before) (Q2R p) (Q2R q) (map real behind) /\
  Q2R (snd (slopes_q W before p q behind)) =
    slope_homeward (Q2R W) (map real before) (Q2R p) (Q2R q) (map real behind).
Proof.
  intros W before p q behind Pos. apply positive_split in Pos as [Before Pos].
  apply andb_prop in Pos as [Here Behind]. apply row_positive in Here as [Hp Hq].
  assert (Hpp : ~ p * p == 0) by (apply nonzero; rewrite Q2R_mult; now apply Rmult_lt_0_compat).
  assert (Hqq : ~ q * q == 0) by (apply nonzero; rewrite Q2R_mult; now apply Rmult_lt_0_compat).
  apply nonzero in Hp, Hq.
  pose proof (weight_computed before Before) as S. pose proof (weight_computed _ (positive_reversed _ Behind)) as T.
  destruct (scan_computed behind Behind) as [X _]. destruct (scan_computed _ (positive_reversed _ Before)) as [Y _].
  rewrite reversed_computed in T, Y. unfold slopes_q, slope_onward, slope_homeward, weight_back, surplus_back.
  cbn [fst snd]. rewrite <- S, <- T, <- X, <- Y.
  unfold Qminus. rewrite !Q2R_plus, !Q2R_div, !Q2R_opp, !Q2R_div, !Q2R_mult, !Q2R_plus, !Q2R_mult, !Q2R_opp, Q2R_1,
    Q2R_2
    by assumption.
  split; reflexivity.
Qed.

(* A row of derivatives for each vertex, as theory/ gives them. *)
Fixpoint slopes_agree (W : Q) (before rest : list row) (given : list (Q * Q)) : bool :=
  match rest, given with
  | [], [] => true
  | (p, q) :: behind, (a, b) :: given =>
      positive_row (p, q) && Qeq_bool (fst (slopes_q W before p q behind)) a
      && Qeq_bool (snd (slopes_q W before p q behind)) b && slopes_agree W (before ++ [(p, q)]) behind given
  | _, _ => false
  end.

Theorem slopes_sound : forall W rest before given,
  forallb positive_row (before ++ rest) = true -> slopes_agree W before rest given = true ->
  forall between p q behind, rest = between ++ (p, q) :: behind ->
    exists a b, nth_error given (length between) = Some (a, b) /\
      slope_onward (Q2R W) (map real (before ++ between)) (Q2R p) (Q2R q) (map real behind) = Q2R a /\
      slope_homeward (Q2R W) (map real (before ++ between)) (Q2R p) (Q2R q) (map real behind) = Q2R b.
Proof.
  intros W rest. induction rest as [| [p q] rest IH]; intros before given Pos Agree between p' q' behind E;
    [now destruct between |].
  destruct given as [| [a b] given]; [discriminate |]. cbn [slopes_agree] in Agree.
  apply andb_prop in Agree as [Agree Rest]. apply andb_prop in Agree as [Agree B]. apply andb_prop in Agree as [_ A].
  destruct between as [| v between].
  - injection E as -> -> ->. exists a, b. split; [reflexivity |]. rewrite app_nil_r.
    destruct (slopes_computed W before p' q' behind Pos) as [<- <-]. split; apply Qeq_eqR; now apply Qeq_bool_iff.
  - injection E as <- ->. replace (before ++ (p, q) :: between) with ((before ++ [(p, q)]) ++ between)
      by now rewrite <- app_assoc.
    cbn [length nth_error]. apply IH; [now rewrite <- app_assoc | exact Rest | reflexivity].
Qed.

(* ---- Unequal corridors ---- *)

Fixpoint sum_q (W : nat) (f : nat -> Q) : Q := match W with O => 0 | S w => Qred (sum_q w f + f w) end.

Definition excursion_q (rows : list row) : Q :=
  (passage_q rows + passage_q (reversed_q rows)) / (1 + fst (scan rows)).

Definition cost_to_q (ls : list (list row)) (t : nat) : Q :=
  1 + passage_q (nth t ls []) + (1 + fst (scan (nth t ls []))) *
  sum_q (length ls) (fun w => if Nat.eqb w t then 0 else excursion_q (nth w ls [])).

Definition mean_cost_q (ls : list (list row)) : Q := sum_q (length ls) (cost_to_q ls) / inject_Z (Z.of_nat (length ls)).

Definition in_unit (v : row) : bool := positive_row v && Qle_bool (fst v) 1 && Qle_bool (snd v) 1.

Lemma proper_computed : forall rows, forallb in_unit rows = true ->
  forallb positive_row rows = true /\ Forall proper (map real rows).
Proof.
  induction rows as [| [p q] rows IH]; intros Unit; [split; [reflexivity | constructor] |].
  apply andb_prop in Unit as [Here Unit].
  apply andb_prop in Here as [Here Hq]. apply andb_prop in Here as [Pos Hp]. destruct (IH Unit) as [Positive Proper].
  apply row_positive in Pos as Both. cbn [fst snd] in Hp, Hq. apply Qle_bool_iff, Qle_Rle in Hp, Hq.
  rewrite Q2R_1 in Hp, Hq.
  split; [apply andb_true_intro; now split |]. constructor; [| exact Proper]. unfold proper. cbn. lra.
Qed.

Lemma sum_computed : forall W f g, (forall w, (w < W)%nat -> Q2R (f w) = g w) -> Q2R (sum_q W f) = sum W g.
Proof.
  intros W f g Same. induction W as [| W IH]; [exact Q2R_0 |]. cbn [sum_q sum].
  rewrite Q2R_red, Q2R_plus, Same, IH; [reflexivity | | lia]. intros w Hw. apply Same. lia.
Qed.

Lemma excursion_computed : forall rows, forallb in_unit rows = true ->
  Q2R (excursion_q rows) = excursion (map real rows).
Proof.
  intros rows Unit. destruct (proper_computed rows Unit) as [Pos Proper]. destruct (scan_computed rows Pos) as [X _].
  pose proof (surplus_nonneg _ Proper). unfold excursion_q, excursion, way_back.
  rewrite Q2R_div, !Q2R_plus, !passage_computed, reversed_computed, Q2R_1, X; auto using positive_reversed.
  apply nonzero. rewrite Q2R_plus, Q2R_1, X. lra.
Qed.

Theorem corridors_sound : forall ls, ls <> [] -> forallb (forallb in_unit) ls = true ->
  mean_cost (length ls) (fun w => map real (nth w ls [])) = Q2R (mean_cost_q ls).
Proof.
  intros ls Some Unit. assert (Each : forall w, forallb in_unit (nth w ls []) = true).
  { intros w. destruct (nth_in_or_default w ls []) as [Hin | ->]; [| reflexivity].
    rewrite forallb_forall in Unit. now apply Unit. }
  assert (Width : (0 < INR (length ls))%R) by (destruct ls; [now elim Some | apply lt_0_INR; cbn; lia]).
  unfold mean_cost_q, mean_cost.
  rewrite Q2R_div by (apply nonzero; rewrite Q2R_whole, <- INR_IZR_INZ; exact Width).
  rewrite Q2R_whole, <- INR_IZR_INZ. f_equal. symmetry. apply sum_computed. intros t _.
  destruct (proper_computed _ (Each t)) as [Pos _]. destruct (scan_computed _ Pos) as [X _].
  unfold cost_to_q, unequal_cost_to, tries, sum_wrong.
  rewrite !Q2R_plus, Q2R_mult, Q2R_plus, Q2R_1, (passage_computed _ Pos), X. do 2 f_equal.
  apply sum_computed. intros w _. destruct (Nat.eqb w t); [exact Q2R_0 | now apply excursion_computed].
Qed.

Definition corridors_agree (ls : list (list row)) (cost : Q) : bool :=
  negb (Nat.eqb (length ls) 0) && forallb (forallb in_unit) ls && Qeq_bool (mean_cost_q ls) cost.
