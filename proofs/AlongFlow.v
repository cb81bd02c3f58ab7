(* How the cost changes where all rows move at once, and one direction in which it falls.

   A row in motion is a vertex (p, q) with the velocities of p and q. The cost changes at the rate of the partial
   derivatives times these velocities (cost_along, rate_by_slopes).

   Let c_e be the product of p/q over the vertices before edge e, and let the logit of each p move at the speed c of the
   edge before it, and the logit of each q at that of the edge behind it. Then every surplus x_e falls at the rate c_e
   x_e, and every y_e at c_e y_e (surplus_in_direction). So in this direction the cost falls as long as there is any
   surplus, that is, everywhere but at the optimum.

   Hypotheses: W real, probabilities in (0, 1].

   Main definitions: moving, surplus_rate, total_rate, cost_rate, slopes_rate, direction, fall.
   Main results: cost_along, rate_by_slopes, surplus_in_direction, direction_reversed, cost_in_direction. *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import Corridor Gradient.
Import ListNotations.
Local Open Scope R_scope.

Record moving := Moving { place : vertex; onward_speed : R; homeward_speed : R }.
Definition places (l : list moving) : corridor := map place l.

Definition turned (m : moving) : moving := Moving (flip (place m)) (homeward_speed m) (onward_speed m).
Definition from_leaf (l : list moving) : list moving := rev (map turned l).

Lemma places_from_leaf : forall l, places (from_leaf l) = reversed (places l).
Proof.
  intros l. unfold places, from_leaf, reversed. rewrite map_rev, !map_map. reflexivity.
Qed.

(* What a vertex adds to the rate of the surplus before it, that behind it being x. *)
Definition own_rate (m : moving) (x : R) : R :=
  let p := onward (place m) in let q := homeward (place m) in
  - ((q * x + 1) / (p * p)) * onward_speed m + x / p * homeward_speed m.

Fixpoint surplus_rate (l : list moving) : R :=
  match l with
  | [] => 0
  | m :: rest => own_rate m (surplus (places rest)) + homeward (place m) / onward (place m) * surplus_rate rest
  end.

Fixpoint total_rate (l : list moving) : R :=
  match l with [] => 0 | m :: rest => surplus_rate (m :: rest) + total_rate rest end.

Definition cost_rate (W : R) (l : list moving) : R := 2 * W * total_rate l + 2 * (W - 1) * total_rate (from_leaf l).

(* ---- It is the derivative ---- *)

Section Along.
  (* Rows as functions of time; `now` are the rows and their velocities at a time. *)
  Variable time : R.

  Inductive follows : list (R -> vertex) -> list moving -> Prop :=
    | follows_nil : follows [] []
    | follows_cons : forall f m fs ms, f time = place m -> proper (place m) ->
        derivable_pt_lim (fun t => onward (f t)) time (onward_speed m) ->
        derivable_pt_lim (fun t => homeward (f t)) time (homeward_speed m) ->
        follows fs ms -> follows (f :: fs) (m :: ms).

  Definition rows_at (fs : list (R -> vertex)) (t : R) : corridor := map (fun f => f t) fs.

  Lemma rows_now : forall fs ms, follows fs ms -> rows_at fs time = places ms.
  Proof.
    induction 1 as [| f m fs ms Here _ _ _ _ IH]; [reflexivity |]. unfold rows_at, places in *. cbn.
    now rewrite Here, IH.
  Qed.

  Lemma proper_now : forall fs ms, follows fs ms -> Forall proper (places ms).
  Proof. induction 1; constructor; assumption. Qed.

  Lemma surplus_along : forall fs ms, follows fs ms ->
    derivable_pt_lim (fun t => surplus (rows_at fs t)) time (surplus_rate ms).
  Proof.
    induction 1 as [| f m fs ms Here [Hp Hq] Onward Homeward Follows IH]; [apply derivable_pt_lim_const |].
    pose proof (rows_now _ _ Follows) as Now. cbn [surplus_rate].
    apply derivable_pt_lim_ext with
      (fun t => (homeward (f t) * surplus (rows_at fs t) + 1 - onward (f t)) / onward (f t));
      [intros t; cbn; now destruct (f t) |].
    set (p := onward (place m)) in *. set (q := homeward (place m)) in *. set (x := surplus (places ms)).
    assert (Hx : surplus (rows_at fs time) = x) by now rewrite Now.
    assert (Hf : onward (f time) = p /\ homeward (f time) = q) by (rewrite Here; now split). destruct Hf as [Hfp Hfq].
    replace (own_rate m x + q / p * surplus_rate ms) with
      (((homeward_speed m * x + q * surplus_rate ms + 0 - onward_speed m) * p - onward_speed m * (q * x + 1 - p)) / p²)
      by (unfold own_rate, Rsqr; fold p q; field; lra).
    rewrite <- Hfp, <- Hfq, <- Hx.
    apply (derivable_pt_lim_div (fun t => homeward (f t) * surplus (rows_at fs t) + 1 - onward (f t))
      (fun t => onward (f t))); [| exact Onward | lra].
    apply (derivable_pt_lim_minus (fun t => homeward (f t) * surplus (rows_at fs t) + 1) (fun t => onward (f t)));
      [| exact Onward].
    apply (derivable_pt_lim_plus (fun t => homeward (f t) * surplus (rows_at fs t)) (fun _ => 1));
      [| apply derivable_pt_lim_const].
    now apply (derivable_pt_lim_mult (fun t => homeward (f t)) (fun t => surplus (rows_at fs t))).
  Qed.

  Lemma total_along : forall fs ms, follows fs ms ->
    derivable_pt_lim (fun t => total (rows_at fs t)) time (total_rate ms).
  Proof.
    induction 1 as [| f m fs ms Here Proper Onward Homeward Follows IH]; [apply derivable_pt_lim_const |].
    apply (derivable_pt_lim_plus (fun t => surplus (rows_at (f :: fs) t)) (fun t => total (rows_at fs t)));
      [| exact IH].
    apply surplus_along. now constructor.
  Qed.

  Lemma follows_app : forall fs ms fs' ms', follows fs ms -> follows fs' ms' -> follows (fs ++ fs') (ms ++ ms').
  Proof. induction 1; intros Rest; cbn; [exact Rest | constructor; auto]. Qed.

  Definition turned_rows (fs : list (R -> vertex)) : list (R -> vertex) := rev (map (fun f t => flip (f t)) fs).

  Lemma follows_turned : forall fs ms, follows fs ms -> follows (turned_rows fs) (from_leaf ms).
  Proof.
    induction 1 as [| f m fs ms Here [Hp Hq] Onward Homeward Follows IH]; [constructor |].
    unfold turned_rows, from_leaf. cbn [map rev]. apply follows_app; [exact IH |].
    constructor; [cbn; now rewrite Here | now split | exact Homeward | exact Onward | constructor].
  Qed.

  Lemma rows_turned : forall fs t, rows_at (turned_rows fs) t = reversed (rows_at fs t).
  Proof. intros fs t. unfold rows_at, turned_rows, reversed. rewrite map_rev, !map_map. reflexivity. Qed.

  Theorem cost_along : forall W fs ms, follows fs ms ->
    derivable_pt_lim (fun t => cost W (rows_at fs t)) time (cost_rate W ms).
  Proof.
    intros W fs ms Follows. set (n := INR (length fs) + 1).
    apply derivable_pt_lim_ext with
      (fun t => (1 + W * n + (W - 1) * n) +
        (2 * W * total (rows_at fs t) + 2 * (W - 1) * total (rows_at (turned_rows fs) t))).
    { intros t. rewrite rows_turned. unfold cost, way_back, passage. rewrite edges_reversed. unfold edges.
      unfold rows_at at 3 5. rewrite map_length. fold n. ring. }
    replace (cost_rate W ms) with (0 + cost_rate W ms) by ring.
    apply (derivable_pt_lim_plus (fun _ => 1 + W * n + (W - 1) * n)); [apply derivable_pt_lim_const |].
    apply (derivable_pt_lim_plus (fun t => 2 * W * total (rows_at fs t))
      (fun t => 2 * (W - 1) * total (rows_at (turned_rows fs) t))).
    - apply (derivable_pt_lim_scal (fun t => total (rows_at fs t))). now apply total_along.
    - apply (derivable_pt_lim_scal (fun t => total (rows_at (turned_rows fs) t))).
      now apply total_along, follows_turned.
  Qed.
End Along.

(* ---- It is made of the partial derivatives ---- *)

(* The rates of all vertices by themselves, with the weight s before them and what is behind them. *)
Fixpoint own_rates (s : R) (l : list moving) (behind : corridor) : R :=
  match l with
  | [] => 0
  | m :: rest => s * own_rate m (surplus (places rest ++ behind)) +
      own_rates (1 + s * homeward (place m) / onward (place m)) rest behind
  end.

Lemma total_rate_is : forall l s, total_rate l + (s - 1) * surplus_rate l = own_rates s l [].
Proof.
  induction l as [| m l IH]; intros s; [cbn; ring |]. cbn [own_rates total_rate surplus_rate].
  rewrite <- IH, app_nil_r. unfold Rdiv. ring.
Qed.

Lemma own_rates_snoc : forall l s m behind,
  own_rates s (l ++ [m]) behind = own_rates s l (place m :: behind) +
    fold_left (fun s v => 1 + s * homeward v / onward v) (places l) s * own_rate m (surplus behind).
Proof.
  induction l as [| m' l IH]; intros s m behind; [cbn; ring |].
  cbn [app own_rates places map fold_left]. rewrite IH. unfold places. rewrite map_app, <- app_assoc. cbn. ring.
Qed.

(* The partial derivatives times the velocities; `before` are the vertices on the fork's side. *)
Fixpoint slopes_rate (W : R) (before : corridor) (l : list moving) : R :=
  match l with
  | [] => 0
  | m :: rest =>
      let p := onward (place m) in let q := homeward (place m) in
      slope_onward W before p q (places rest) * onward_speed m +
      slope_homeward W before p q (places rest) * homeward_speed m + slopes_rate W (before ++ [place m]) rest
  end.

Theorem rate_by_slopes : forall W l, Forall proper (places l) -> cost_rate W l = slopes_rate W [] l.
Proof.
  assert (General : forall W l before, Forall proper (places l) ->
    2 * W * own_rates (weight before) l [] + 2 * (W - 1) * own_rates 1 (from_leaf l) (reversed before) =
      slopes_rate W before l).
  { intros W l. induction l as [| [[p q] p' q'] l IH]; intros before Hl; [cbn; ring |].
    pose proof (Forall_inv Hl) as [Hp Hq]. apply Forall_inv_tail in Hl. cbn in Hp, Hq.
    cbn [slopes_rate place onward homeward onward_speed homeward_speed]. rewrite <- IH by exact Hl.
    rewrite weight_snoc. unfold from_leaf at 1. cbn [map rev]. fold (from_leaf l). rewrite own_rates_snoc.
    fold (weight (places (from_leaf l))). rewrite places_from_leaf. fold (weight_back (places l)).
    rewrite reversed_app. cbn [reversed map rev app own_rates place turned onward homeward flip].
    fold (reversed before). rewrite app_nil_r. unfold own_rate, slope_onward, slope_homeward, surplus_back.
    cbn [place onward homeward onward_speed homeward_speed turned flip]. field. lra. }
  intros W l Hl. rewrite <- General by exact Hl. unfold cost_rate.
  change (reversed []) with (@nil vertex). rewrite <- (total_rate_is l (weight [])), <- (total_rate_is (from_leaf l) 1).
  cbn. ring.
Qed.

(* ---- The direction ---- *)

Definition carried (c : R) (v : vertex) : R := c * onward v / homeward v.

Fixpoint direction (c : R) (l : corridor) : list moving :=
  match l with
  | [] => []
  | v :: rest =>
      Moving v (onward v * (1 - onward v) * c) (homeward v * (1 - homeward v) * carried c v) ::
      direction (carried c v) rest
  end.

(* The sum of c_e x_e. *)
Fixpoint fall (c : R) (l : corridor) : R :=
  match l with [] => 0 | v :: rest => c * surplus l + fall (carried c v) rest end.

Lemma places_direction : forall l c, places (direction c l) = l.
Proof. induction l as [| v l IH]; intros c; [reflexivity |]. cbn. f_equal. apply IH. Qed.

Lemma surplus_in_direction : forall l c, Forall proper l -> surplus_rate (direction c l) = - c * surplus l.
Proof.
  induction l as [| [p q] l IH]; intros c Hl; [cbn; ring |]. pose proof (Forall_inv Hl) as [Hp Hq].
  apply Forall_inv_tail in Hl. cbn in Hp, Hq. cbn [direction surplus_rate]. rewrite IH, places_direction by exact Hl.
  unfold own_rate, carried. cbn [place onward homeward onward_speed homeward_speed surplus]. field. lra.
Qed.

Lemma total_in_direction : forall l c, Forall proper l -> total_rate (direction c l) = - fall c l.
Proof.
  induction l as [| v l IH]; intros c Hl; [cbn; ring |].
  change (total_rate (direction c (v :: l))) with
    (surplus_rate (direction c (v :: l)) + total_rate (direction (carried c v) l)).
  rewrite surplus_in_direction, IH by (try exact Hl; apply Forall_inv_tail in Hl; exact Hl). cbn [fall]. ring.
Qed.

Definition carried_through (c : R) (l : corridor) : R := fold_left carried l c.

Lemma direction_app : forall l l' c, direction c (l ++ l') = direction c l ++ direction (carried_through c l) l'.
Proof. induction l as [| v l IH]; intros l' c; [reflexivity |]. cbn. now rewrite IH. Qed.

Lemma carried_back : forall l c, Forall proper l -> carried_through (carried_through c l) (reversed l) = c.
Proof.
  induction l as [| [p q] l IH]; intros c Hl; [reflexivity |]. pose proof (Forall_inv Hl) as [Hp Hq].
  apply Forall_inv_tail in Hl. cbn in Hp, Hq. rewrite reversed_cons. unfold carried_through in *.
  rewrite fold_left_app. cbn [fold_left]. rewrite IH by exact Hl. unfold carried. cbn. field. lra.
Qed.

(* From the leaf it is the same direction. *)
Lemma direction_reversed : forall l c, Forall proper l ->
  from_leaf (direction c l) = direction (carried_through c l) (reversed l).
Proof.
  induction l as [| [p q] l IH]; intros c Hl; [reflexivity |]. pose proof (Forall_inv Hl) as [Hp Hq].
  apply Forall_inv_tail in Hl. cbn in Hp, Hq. rewrite reversed_cons, direction_app.
  change (carried_through c (Vertex p q :: l)) with (carried_through (carried c (Vertex p q)) l).
  rewrite carried_back by exact Hl. rewrite <- IH by exact Hl. unfold from_leaf. cbn [direction map rev]. f_equal.
  unfold turned, flip, carried. cbn [place onward homeward onward_speed homeward_speed]. f_equal. f_equal.
  field. lra.
Qed.

Theorem cost_in_direction : forall W l, Forall proper l ->
  cost_rate W (direction 1 l) = - (2 * W * fall 1 l + 2 * (W - 1) * fall (carried_through 1 l) (reversed l)).
Proof.
  intros W l Hl. unfold cost_rate. rewrite direction_reversed, !total_in_direction by (try exact Hl;
    apply proper_reversed, Hl). ring.
Qed.
