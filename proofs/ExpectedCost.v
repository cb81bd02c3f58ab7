(* The walk on a graph of corridors, and what it costs: H = 1 + W A + (W-1) B where all corridors are alike.

   Hypotheses: probabilities in (0, 1]; the fork chooses each of the W corridors with probability 1/W; a wrong leaf
   sends the walker back; the target's leaf ends the walk. The corridors may differ. The equations here have one value
   per edge and direction; Graph.v shows that they are those of the walk on the graph, where every lane is a state of
   its own, and that its expected hitting time is their solution.

   Main definitions: in_corridor (the equations of one corridor), walk (of all, with the fork), excursion, tries.
   Main results: passage_law, way_back_law, excursion_law, unequal_cost, round_trip, equal_cost. *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import Corridor.
Import ListNotations.
Local Open Scope R_scope.

(* The equations of one corridor, whatever is at its two ends: from edge 0 homeward one is at the fork. *)
Record in_corridor (l : corridor) (fork leaf : R) (out home : nat -> R) : Prop := {
  steps : first_steps l out home;
  at_fork : home 0%nat = fork;
  at_leaf : out (length l) = leaf
}.

(* What a walker has yet to walk who has just entered the corridor, in terms of the values at its ends. *)
Theorem passage_law : forall l fork leaf out home, Forall proper l -> in_corridor l fork leaf out home ->
  (1 + surplus l) * (1 + out 0%nat) = passage l + surplus l * fork + leaf.
Proof.
  induction l as [| [p q] rest IH]; intros fork leaf out home Proper [Steps Fork Leaf].
  - unfold passage, edges. cbn in *. lra.
  - apply Forall_inv in Proper as Hv. apply Forall_inv_tail in Proper. destruct Hv as [Hp Hq]. cbn in Hp, Hq.
    destruct Steps as (First & Second & Rest).
    assert (In : in_corridor rest (home 1%nat) leaf (tail out) (tail home)) by (now split).
    specialize (IH _ _ _ _ Proper In). unfold tail in IH at 1.
    pose proof (surplus_at p q rest ltac:(lra)) as Next.
    unfold passage, edges in *. cbn [total length]. rewrite S_INR.
    set (x := surplus (Vertex p q :: rest)) in *. set (y := surplus rest) in *.
    rewrite Fork in *. rewrite First. rewrite Second in IH.
    set (o := out 1%nat) in *. clearbody x y o.
    assert ((o - fork) * (p * x - (q * y + 1 - p)) = 0) by (rewrite Next; ring).
    lra.
Qed.

Corollary way_back_law : forall l fork leaf out home, Forall proper l -> in_corridor l fork leaf out home ->
  (1 + surplus (reversed l)) * (1 + home (length l)) = way_back l + surplus (reversed l) * leaf + fork.
Proof.
  intros l fork leaf out home Proper [Steps Fork Leaf].
  pose proof (passage_law (reversed l) leaf fork (fun e => home (length l - e)%nat) (fun e => out (length l - e)%nat)
    (proper_reversed l Proper)) as Law.
  cbn beta in Law. rewrite Nat.sub_0_r in Law. apply Law. split.
  - now apply first_steps_reversed.
  - now rewrite Nat.sub_0_r.
  - rewrite length_reversed. now replace (length l - length l)%nat with 0%nat by lia.
Qed.

(* A wrong leaf sends back: from there it is the way back, and then the fork. *)
Lemma from_wrong_leaf : forall l fork out home, Forall proper l ->
  in_corridor l fork (1 + home (length l)) out home -> 1 + home (length l) = way_back l + fork.
Proof.
  intros l fork out home Proper In. pose proof (way_back_law _ _ _ _ _ Proper In).
  pose proof (surplus_nonneg _ (proper_reversed l Proper)). lra.
Qed.

(* Expected steps of an excursion from the fork into a wrong corridor, until it is back at the fork. *)
Definition excursion (l : corridor) : R := (passage l + way_back l) / (1 + surplus l).

Lemma excursion_law : forall l fork out home, Forall proper l ->
  in_corridor l fork (1 + home (length l)) out home -> 1 + out 0%nat = excursion l + fork.
Proof.
  intros l fork out home Proper In.
  pose proof (passage_law _ _ _ _ _ Proper In) as Law. rewrite (from_wrong_leaf _ _ _ _ Proper In) in Law.
  pose proof (surplus_nonneg l Proper) as Hx. unfold excursion.
  apply Rmult_eq_reg_l with (1 + surplus l); [| lra]. rewrite Law. field. lra.
Qed.

(* Expected excursions into the target's corridor, the last of which reaches the leaf. *)
Definition tries (l : corridor) : R := 1 + surplus l.

(* A passage out and the way back are so many excursions into a wrong corridor. *)
Lemma round_trip : forall l, Forall proper l -> tries l * excursion l = passage l + way_back l.
Proof. intros l Hl. pose proof (surplus_nonneg l Hl). unfold tries, excursion. field. lra. Qed.

Lemma excursion_pos : forall l, Forall proper l -> 0 < excursion l.
Proof.
  intros l Hl. pose proof (surplus_nonneg l Hl). pose proof (passage_pos l Hl). pose proof (way_back_pos l Hl).
  unfold excursion. apply Rdiv_lt_0_compat; lra.
Qed.

(* ---- All corridors and the fork ---- *)

Fixpoint sum (W : nat) (f : nat -> R) : R := match W with O => 0 | S w => sum w f + f w end.

Lemma sum_same : forall W f g, (forall w, (w < W)%nat -> f w = g w) -> sum W f = sum W g.
Proof.
  intros W f g Same. induction W as [| W IH]; [reflexivity |]. cbn [sum]. rewrite Same by lia. f_equal. auto.
Qed.

Lemma sum_plus : forall W f g, sum W (fun w => f w + g w) = sum W f + sum W g.
Proof. intros W f g. induction W as [| W IH]; cbn [sum]; [ring |]. rewrite IH. ring. Qed.

Lemma sum_scale : forall W c f, sum W (fun w => c * f w) = c * sum W f.
Proof. intros W c f. induction W as [| W IH]; cbn [sum]; [ring |]. rewrite IH. ring. Qed.

Lemma sum_constant : forall W c, sum W (fun _ => c) = INR W * c.
Proof. intros W c. induction W as [| W IH]; [cbn; ring |]. rewrite S_INR. cbn [sum]. rewrite IH. ring. Qed.

Lemma sum_nonneg : forall W f, (forall w, (w < W)%nat -> 0 <= f w) -> 0 <= sum W f.
Proof.
  intros W f Pos. induction W as [| W IH]; cbn [sum]; [lra |]. pose proof (Pos W ltac:(lia)).
  enough (0 <= sum W f) by lra. auto.
Qed.

Lemma sum_member : forall W f i, (i < W)%nat -> (forall w, (w < W)%nat -> 0 <= f w) -> f i <= sum W f.
Proof.
  induction W as [| W IH]; intros f i Hi Pos; [lia |]. cbn [sum]. pose proof (Pos W ltac:(lia)).
  destruct (Nat.eq_dec i W) as [-> | Other].
  - enough (0 <= sum W f) by lra. apply sum_nonneg. intros w Hw. apply Pos. lia.
  - specialize (IH f i ltac:(lia) ltac:(intros w Hw; apply Pos; lia)). lra.
Qed.

Lemma sum_le : forall W f g, (forall w, (w < W)%nat -> f w <= g w) -> sum W f <= sum W g.
Proof.
  intros W f g Le. enough (0 <= sum W (fun w => g w + -1 * f w)) by (rewrite sum_plus, sum_scale in *; lra).
  apply sum_nonneg. intros w Hw. specialize (Le w Hw). lra.
Qed.

Lemma sum_swap : forall W V f, sum W (fun w => sum V (fun v => f w v)) = sum V (fun v => sum W (fun w => f w v)).
Proof.
  intros W V f. induction W as [| W IH]; cbn [sum]; [rewrite sum_constant; ring |]. now rewrite IH, sum_plus.
Qed.

Lemma sum_indicator : forall W t c, sum W (fun w => if w =? t then c else 0) = if t <? W then c else 0.
Proof.
  intros W t c. induction W as [| W IH]; [reflexivity |]. cbn [sum]. rewrite IH.
  destruct (Nat.eqb_spec W t), (Nat.ltb_spec t W), (Nat.ltb_spec t (S W)); lia || ring.
Qed.

(* One summand of its own, the others alike in form. *)
Lemma sum_but_one : forall W t c f, (t < W)%nat ->
  sum W (fun w => if w =? t then c else f w) = c + sum W (fun w => if w =? t then 0 else f w).
Proof.
  intros W t c f Ht.
  rewrite (sum_same W _ (fun w => (if w =? t then c else 0) + (if w =? t then 0 else f w)))
    by (intros w _; destruct (w =? t); ring).
  rewrite sum_plus, sum_indicator. now rewrite (proj2 (Nat.ltb_lt t W) Ht).
Qed.

(* The sum over the wrong corridors, those other than t. *)
Definition sum_wrong (W t : nat) (f : nat -> R) : R := sum W (fun w => if w =? t then 0 else f w).

Lemma sum_wrong_constant : forall W t c, (t < W)%nat -> sum_wrong W t (fun _ => c) = (INR W - 1) * c.
Proof.
  intros W t c Ht. pose proof (sum_constant W c) as All.
  rewrite (sum_same W _ (fun w => if w =? t then c else c)) in All by (intros w _; now destruct (w =? t)).
  rewrite (sum_but_one W t c (fun _ => c) Ht) in All. unfold sum_wrong. lra.
Qed.

(* The equations of the whole walk to the leaf of corridor t: rows w are the vertices of corridor w, out w e and home w
   e
   the values there, F the expected number of steps from the fork. *)
Record walk (W : nat) (rows : nat -> corridor) (t : nat) (F : R) (out home : nat -> nat -> R) : Prop := {
  inside : forall w, (w < W)%nat ->
    in_corridor (rows w) F (if w =? t then 0 else 1 + home w (length (rows w))) (out w) (home w);
  uniform_fork : INR W * F = INR W + sum W (fun w => out w 0%nat)
}.

(* What it takes from the fork into the corridors, all together. *)
Lemma entering : forall W rows t F out home, (t < W)%nat -> (forall w, (w < W)%nat -> Forall proper (rows w)) ->
  (forall w, (w < W)%nat ->
    in_corridor (rows w) F (if w =? t then 0 else 1 + home w (length (rows w))) (out w) (home w)) ->
  INR W + sum W (fun w => out w 0%nat) =
    1 + out t 0%nat + sum_wrong W t (fun w => excursion (rows w)) + (INR W - 1) * F.
Proof.
  intros W rows t F out home Ht Proper Inside.
  replace (INR W) with (INR W * 1) at 1 by ring. rewrite <- sum_constant, <- sum_plus.
  rewrite (sum_same W _ (fun w => if w =? t then 1 + out t 0%nat else excursion (rows w) + F)).
  - rewrite (sum_but_one W t _ _ Ht), <- (sum_wrong_constant W t F Ht), (Rplus_assoc (1 + _)).
    apply Rplus_eq_compat_l. unfold sum_wrong. rewrite <- sum_plus. apply sum_same. intros w _.
    destruct (w =? t); ring.
  - intros w Hw. specialize (Inside w Hw). destruct (Nat.eqb_spec w t) as [E | Wrong]; [now rewrite E |].
    exact (excursion_law _ _ _ _ (Proper w Hw) Inside).
Qed.

Definition unequal_cost_to (W : nat) (rows : nat -> corridor) (t : nat) : R :=
  1 + passage (rows t) + tries (rows t) * sum_wrong W t (fun w => excursion (rows w)).

Theorem unequal_cost : forall W rows t F out home, (t < W)%nat ->
  (forall w, (w < W)%nat -> Forall proper (rows w)) -> walk W rows t F out home ->
  1 + F = unequal_cost_to W rows t.
Proof.
  intros W rows t F out home Ht Proper [Inside Fork].
  rewrite (entering _ _ _ _ _ _ Ht Proper Inside) in Fork.
  pose proof (Inside t Ht) as Target. rewrite Nat.eqb_refl in Target.
  pose proof (passage_law _ _ _ _ _ (Proper t Ht) Target) as Law. pose proof (surplus_nonneg _ (Proper t Ht)).
  unfold unequal_cost_to, tries. set (R' := sum_wrong W t _) in *. set (x := surplus (rows t)) in *.
  assert (1 + out t 0%nat = F - R') as E by lra. rewrite E in Law. lra.
Qed.

Lemma equal_cost_to : forall W l t, (t < W)%nat -> Forall proper l -> unequal_cost_to W (fun _ => l) t = cost (INR W) l.
Proof.
  intros W l t Ht Hl. unfold unequal_cost_to. rewrite sum_wrong_constant by exact Ht.
  replace (tries l * ((INR W - 1) * excursion l)) with ((INR W - 1) * (tries l * excursion l)) by ring.
  rewrite round_trip by exact Hl. unfold cost. ring.
Qed.

Theorem equal_cost : forall W l t F out home, (t < W)%nat -> Forall proper l -> walk W (fun _ => l) t F out home ->
  1 + F = cost (INR W) l.
Proof.
  intros W l t F out home Ht Hl Walk. rewrite <- (equal_cost_to W l t Ht Hl). eapply unequal_cost; eauto.
Qed.
