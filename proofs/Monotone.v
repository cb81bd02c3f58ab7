(* A function whose derivative is nowhere negative does not fall.

   The library proves this by its mean value theorem, which rests on the law of excluded middle. Here it follows from
   the least upper bound of the points up to which the function has not fallen faster than at a small rate.

   Main results: never_falls, never_rises, constant (derivative zero), exp_grows, exp_above (e^d is at least 1 + d). *)
From Coq Require Import Reals Lra Lia.
Local Open Scope R_scope.

(* Near a point the increments are those of the derivative, up to eps times the step. *)
Lemma near_derivative : forall f x l eps, 0 < eps -> derivable_pt_lim f x l ->
  exists delta, 0 < delta /\ forall h, Rabs h < delta -> Rabs (f (x + h) - f x - l * h) <= eps * Rabs h.
Proof.
  intros f x l eps Heps Slope. destruct (Slope eps Heps) as [[delta Hdelta] Near]. cbn in Near.
  exists delta. split; [exact Hdelta |]. intros h Hh. destruct (Req_dec h 0) as [-> | Some].
  - rewrite Rplus_0_r, Rabs_R0. replace (f x - f x - l * 0) with 0 by ring. rewrite Rabs_R0. lra.
  - specialize (Near h Some Hh).
    replace (f (x + h) - f x - l * h) with (((f (x + h) - f x) / h - l) * h) by (field; exact Some).
    rewrite Rabs_mult. apply Rmult_le_compat_r; [apply Rabs_pos | lra].
Qed.

Lemma falls_slowly : forall f f' a b eps, a <= b -> 0 < eps ->
  (forall t, a <= t <= b -> derivable_pt_lim f t (f' t) /\ 0 <= f' t) -> f a - eps * (b - a) <= f b.
Proof.
  intros f f' a b eps Hab Heps Slope.
  destruct (Rle_or_lt (f a - eps * (b - a)) (f b)) as [Done | Fell]; [exact Done | exfalso].
  set (slow := fun t => a <= t <= b /\ f a - eps * (t - a) <= f t).
  destruct (completeness slow) as [m [Upper Least]].
  { exists b. intros t [Ht _]. lra. }
  { exists a. split; lra. }
  assert (Start : a <= m) by (apply Upper; split; lra).
  assert (End : m <= b) by (apply Least; intros t [Ht _]; lra).
  destruct (Slope m (conj Start End)) as [Here Pos].
  destruct (near_derivative f m (f' m) eps Heps Here) as (delta & Hdelta & Near).
  assert (Before : forall t, slow t -> t <= m - delta / 2); [| pose proof (Least (m - delta / 2) Before); lra].
  intros t [Ht Slow]. destruct (Rle_or_lt t (m - delta / 2)) as [Far | Close]; [exact Far | exfalso].
  assert (Htm : t <= m) by (apply Upper; split; assumption).
  assert (AtM : slow m).
  { split; [lra |]. specialize (Near (t - m)). replace (m + (t - m)) with t in Near by ring.
    rewrite (Rabs_left1 (t - m)) in Near by lra. specialize (Near ltac:(lra)).
    pose proof (Rle_abs (f t - f m - f' m * (t - m))). assert (0 <= f' m * (m - t)) by (apply Rmult_le_pos; lra). lra. }
  destruct AtM as [_ AtM]. assert (m < b) by (destruct (Req_dec m b) as [E | NE]; [rewrite E in AtM; lra | lra]).
  set (h := Rmin (delta / 2) (b - m)).
  assert (Hh : 0 < h /\ h <= delta / 2 /\ h <= b - m).
  { unfold h. repeat split; [apply Rmin_glb_lt; lra | apply Rmin_l | apply Rmin_r]. }
  assert (Beyond : slow (m + h)).
  { split; [lra |]. specialize (Near h). rewrite (Rabs_right h) in Near by lra. specialize (Near ltac:(lra)).
    pose proof (Rle_abs (- (f (m + h) - f m - f' m * h))) as Abs. rewrite Rabs_Ropp in Abs.
    assert (0 <= f' m * h) by (apply Rmult_le_pos; lra). lra. }
  specialize (Upper _ Beyond). lra.
Qed.

Theorem never_falls : forall f f' a b, a <= b ->
  (forall t, a <= t <= b -> derivable_pt_lim f t (f' t) /\ 0 <= f' t) -> f a <= f b.
Proof.
  intros f f' a b Hab Slope. destruct (Rle_or_lt (f a) (f b)) as [Done | Fell]; [exact Done | exfalso].
  pose proof (falls_slowly f f' a b ((f a - f b) / (2 * (b - a + 1))) Hab) as Slow.
  assert (0 < (f a - f b) / (2 * (b - a + 1))) as Rate by (apply Rdiv_lt_0_compat; lra).
  specialize (Slow Rate Slope). set (r := (f a - f b) / (2 * (b - a + 1))) in *.
  assert (2 * (r * (b - a)) + 2 * r = f a - f b) by (unfold r; field; lra). lra.
Qed.

Theorem never_rises : forall f f' a b, a <= b ->
  (forall t, a <= t <= b -> derivable_pt_lim f t (f' t) /\ f' t <= 0) -> f b <= f a.
Proof.
  intros f f' a b Hab Slope. apply Ropp_le_cancel.
  apply (never_falls (fun t => - f t) (fun t => - f' t) a b Hab). intros t Ht. destruct (Slope t Ht) as [Here Neg].
  split; [now apply derivable_pt_lim_opp | lra].
Qed.

Theorem constant : forall f a b, a <= b -> (forall t, a <= t <= b -> derivable_pt_lim f t 0) -> f b = f a.
Proof.
  intros f a b Hab Slope.
  apply Rle_antisym; [apply never_rises with (fun _ => 0) | apply never_falls with (fun _ => 0)]; try exact Hab;
    (intros t Ht; split; [now apply Slope | lra]).
Qed.

Theorem exp_grows : forall a b, a <= b -> exp a <= exp b.
Proof.
  intros a b Hab. apply never_falls with exp; [exact Hab |]. intros t _.
  split; [apply derivable_pt_lim_exp | left; apply exp_pos].
Qed.

Theorem exp_above : forall d, 0 <= d -> 1 + d <= exp d.
Proof.
  intros d Hd. enough (exp 0 - 0 <= exp d - d) by (rewrite exp_0 in *; lra).
  apply (never_falls (fun t => exp t - id t) (fun t => exp t - 1) 0 d Hd). intros t Ht. split.
  - apply derivable_pt_lim_minus; [apply derivable_pt_lim_exp | apply derivable_pt_lim_id].
  - pose proof (exp_grows 0 t ltac:(lra)) as Up. rewrite exp_0 in Up. lra.
Qed.
