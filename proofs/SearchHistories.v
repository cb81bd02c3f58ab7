(* What the search agent's history tells: which edges are used, and what a longer history keeps.

   Main definitions: keeps (a longer history that differs only in corridor w from edge e on), one_way (one lane of an
   edge is used outward, none homeward), fresh (a corridor without a used edge).
   Main results: open_in, open_drops, open_after_one (how many lanes are open), keeps_out, keeps_home, one_way_keeps. *)
From Coq Require Import Bool Reals List Lia.
From Backproof Require Import Graph CorridorGraph SearchWalk.
Import ListNotations.

Lemma unused_iff : forall history s, unused history s = true <-> ~ In s history.
Proof. intros history s. unfold unused. destruct (in_dec same_state s history); split; easy. Qed.

Lemma unused_same : forall history history' s s', (In s history <-> In s' history') ->
  unused history s = unused history' s'.
Proof.
  intros history history' s s' Same. unfold unused.
  destruct (in_dec same_state s history), (in_dec same_state s' history'); tauto || (exfalso; tauto) || reflexivity.
Qed.

Lemma open_in : forall history to n i, In i (open_lanes history to n) <-> (i < n)%nat /\ ~ In (to i) history.
Proof.
  intros history to n i. unfold open_lanes. rewrite filter_In, in_seq, unused_iff.
  split; intros [A B]; split; auto; lia.
Qed.

Lemma open_same : forall history history' to n,
  (forall i, (i < n)%nat -> In (to i) history <-> In (to i) history') ->
  open_lanes history to n = open_lanes history' to n.
Proof.
  intros history history' to n Same. apply filter_ext_in. intros i Hi. apply in_seq in Hi.
  apply unused_same, Same. lia.
Qed.

Lemma open_all : forall history to n, (forall i, (i < n)%nat -> ~ In (to i) history) ->
  open_lanes history to n = seq 0 n.
Proof.
  intros history to n None. unfold open_lanes. rewrite (filter_ext_in _ (fun _ => true)).
  - induction (seq 0 n) as [| a l IH]; [reflexivity | cbn; now rewrite IH].
  - intros i Hi. apply in_seq in Hi. apply unused_iff, None. lia.
Qed.

Lemma open_none : forall history to n, (forall i, (i < n)%nat -> In (to i) history) -> open_lanes history to n = [].
Proof.
  intros history to n All. destruct (open_lanes history to n) as [| i l] eqn:E; [reflexivity | exfalso].
  assert (Hi : In i (open_lanes history to n)) by (rewrite E; now left).
  apply open_in in Hi as [Hi New]. now apply New, All.
Qed.

Lemma open_some : forall history to n i, (i < n)%nat -> ~ In (to i) history -> open_lanes history to n <> [].
Proof. intros history to n i Hi New Empty. assert (In i []) as []. rewrite <- Empty. now apply open_in. Qed.

(* One more lane is used. *)
Lemma open_drops : forall history history' to n i, In i (open_lanes history to n) ->
  (forall j, (j < n)%nat -> In (to j) history' <-> In (to j) history \/ j = i) ->
  length (open_lanes history to n) = S (length (open_lanes history' to n)).
Proof.
  intros history history' to n i Open Used. apply open_in in Open as [Hi New].
  apply filter_drops with i; [apply seq_NoDup | apply in_seq; lia | now apply unused_iff |].
  intros j Hj. apply in_seq in Hj. specialize (Used j ltac:(lia)). apply eq_true_iff_eq.
  rewrite andb_true_iff, negb_true_iff, Nat.eqb_neq, !unused_iff. tauto.
Qed.

Lemma open_after_one : forall history to n j, (j < n)%nat -> (forall i, (i < n)%nat -> In (to i) history <-> i = j) ->
  length (open_lanes history to n) = (n - 1)%nat.
Proof.
  intros history to n j Hj One. pose proof (open_drops [] history to n j) as Drops.
  rewrite (open_all [] to n), seq_length in Drops by (intros i _ []).
  specialize (Drops ltac:(apply in_seq; lia)). enough (n = S (length (open_lanes history to n))) by lia. apply Drops.
  intros i Hi. rewrite One by exact Hi. cbn. tauto.
Qed.

(* ---- Longer histories ---- *)

Definition elsewhere (w e : nat) (s : state) : Prop :=
  match s with Out v a _ | Home v a _ => v <> w \/ (a < e)%nat | _ => True end.

Definition keeps (w e : nat) (history history' : list state) : Prop :=
  (forall s, In s history -> In s history') /\ (forall s, elsewhere w e s -> In s history' -> In s history).

Lemma keeps_same : forall w e history, keeps w e history history.
Proof. intros w e history. now split. Qed.

Lemma keeps_trans : forall w e h h' h'', keeps w e h h' -> keeps w e h' h'' -> keeps w e h h''.
Proof. intros w e h h' h'' [Grows Same] [Grows' Same']. split; auto. Qed.

Lemma keeps_more : forall w e e' h h', (e' <= e)%nat -> keeps w e h h' -> keeps w e' h h'.
Proof.
  intros w e e' h h' He [Grows Same]. split; [exact Grows |]. intros s Else. apply Same.
  destruct s; cbn in *; try exact I; destruct Else; auto; right; lia.
Qed.

Lemma keeps_out : forall w e a i h, (e <= a)%nat -> keeps w e h (Out w a i :: h).
Proof.
  intros w e a i h Ha. split; [intros s; now right |]. intros s Else [<- | Hs]; [exfalso | exact Hs].
  cbn in Else. destruct Else; [easy | lia].
Qed.

Lemma keeps_home : forall w e a i h, (e <= a)%nat -> keeps w e h (Home w a i :: h).
Proof.
  intros w e a i h Ha. split; [intros s; now right |]. intros s Else [<- | Hs]; [exfalso | exact Hs].
  cbn in Else. destruct Else; [easy | lia].
Qed.

Lemma keeps_iff : forall w e h h' s, keeps w e h h' -> elsewhere w e s -> In s h' <-> In s h.
Proof. intros w e h h' s [Grows Same] Else. split; auto. Qed.

Section Lanes.
  Variable L : nat.

  Definition one_way (history : list state) (w a : nat) : Prop :=
    (exists j, (j < lanes_of L w a)%nat /\ forall i, In (Out w a i) history <-> i = j) /\
    forall i, ~ In (Home w a i) history.

  Lemma one_way_keeps : forall w e a h h', keeps w e h h' -> (a < e)%nat -> one_way h w a -> one_way h' w a.
  Proof.
    intros w e a h h' Keeps Ha [(j & Hj & One) None]. split.
    - exists j. split; [exact Hj |]. intros i. rewrite <- One. apply keeps_iff with w e; [exact Keeps | cbn; now right].
    - intros i. rewrite (keeps_iff w e h h' _ Keeps); [apply None | cbn; now right].
  Qed.

  Definition fresh (history : list state) (w : nat) : Prop :=
    forall a i, ~ In (Out w a i) history /\ ~ In (Home w a i) history.

  Lemma fresh_keeps : forall w h h' v, keeps w 0 h h' -> v <> w -> fresh h v -> fresh h' v.
  Proof.
    intros w h h' v Keeps Other Fresh a i. destruct (Fresh a i) as [A B].
    rewrite !(keeps_iff w 0 h h') by (try exact Keeps; cbn; now left). now split.
  Qed.
End Lanes.
