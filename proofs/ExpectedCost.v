(* Every solution of the first-step equations of the whole walk has H = 1 + W A + (W-1) B.

   Hypotheses: probabilities in (0, 1]; the fork chooses each of the W corridors with probability 1/W; a wrong leaf sends
   the walker back. The corridors may differ: unequal_corridors has the target's corridor and a list of wrong ones, each
   with its own vertices; expected_cost is the case where all are alike. Graph.v shows that these equations are those of
   the walk on the graph itself, with every lane a state of its own, and that its expected hitting time solves them.

   Main definitions: walk (the equations of the walk), excursion.
   Main results: passage_law, unequal_corridors, round_trip, expected_cost. *)
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

Definition sum (f : corridor -> R) (ls : list corridor) : R := fold_right (fun l s => f l + s) 0 ls.

(* The walk to the leaf of the corridor `target`, with the corridors `wrong` beside it. F is the expected number of
   steps from the fork, H from the source; entered l is that of a walker who has just entered the wrong corridor l. *)
Definition walk (target : corridor) (wrong : list corridor) (H : R) : Prop :=
  exists F out home (entered : corridor -> R),
    in_corridor target F 0 out home /\
    Forall (fun l => exists out' home', in_corridor l F (1 + home' (length l)) out' home' /\ out' 0%nat = entered l) wrong /\
    INR (S (length wrong)) * F = INR (S (length wrong)) + out 0%nat + sum entered wrong /\
    H = 1 + F.

Theorem unequal_corridors : forall target wrong H, Forall proper target -> Forall (Forall proper) wrong ->
  walk target wrong H ->
  H = 1 + passage target + (1 + surplus target) * sum excursion wrong.
Proof.
  intros target wrong H Ht Hw (F & out & home & entered & InTarget & InWrong & AtFork & ->).
  assert (Sum : INR (length wrong) + sum entered wrong = sum excursion wrong + INR (length wrong) * F).
  { clear AtFork InTarget. induction wrong as [| l wrong IH]; [cbn; ring |].
    apply Forall_inv in InWrong as One. apply Forall_inv_tail in InWrong. apply Forall_inv in Hw as Hl.
    apply Forall_inv_tail in Hw. specialize (IH Hw InWrong). destruct One as (out' & home' & In & Entered).
    pose proof (excursion_law _ _ _ _ Hl In) as E. rewrite Entered in E.
    cbn [length sum fold_right] in *. rewrite S_INR. fold (sum entered wrong) in *. fold (sum excursion wrong) in *. lra. }
  pose proof (passage_law _ _ _ _ _ Ht InTarget) as Law. rewrite S_INR in AtFork.
  pose proof (surplus_nonneg target Ht). set (x := surplus target) in *. set (R' := sum excursion wrong) in *.
  assert (1 + out 0%nat = F - R') by lra.
  replace (1 + out 0%nat) with (F - R') in Law by lra. lra.
Qed.

(* A passage out takes 1 + x_0 excursions, each with its way back. *)
Lemma round_trip : forall l, Forall proper l -> (1 + surplus l) * excursion l = passage l + way_back l.
Proof. intros l Hl. pose proof (surplus_nonneg l Hl). unfold excursion. field. lra. Qed.

Lemma sum_repeat : forall f l n, sum f (repeat l n) = INR n * f l.
Proof.
  intros f l n. induction n as [| n IH]; [cbn; ring |]. rewrite S_INR. cbn [repeat sum fold_right].
  fold (sum f (repeat l n)). rewrite IH. ring.
Qed.

Theorem expected_cost : forall W l H, (1 <= W)%nat -> Forall proper l ->
  walk l (repeat l (W - 1)) H -> H = cost (INR W) l.
Proof.
  intros W l H HW Hl Walk.
  assert (Others : Forall (Forall proper) (repeat l (W - 1))).
  { apply Forall_forall. intros l' Hin. apply repeat_spec in Hin. now subst. }
  rewrite (unequal_corridors _ _ _ Hl Others Walk), sum_repeat, minus_INR by exact HW. cbn [INR]. unfold cost.
  replace ((1 + surplus l) * ((INR W - 1) * excursion l)) with ((INR W - 1) * ((1 + surplus l) * excursion l)) by ring.
  rewrite round_trip by exact Hl. ring.
Qed.
