(* A corridor as a list of vertices, the first-step equations of the walk in it, and the crossing recurrences.

   A corridor is the list of its inner vertices from the fork on, of any length. A vertex holds two probabilities: to
   pass it coming from the fork's side (p), and coming from the leaf's side (q). Edge e lies before the vertex of index
   e (counted from 0); the last edge leads to the leaf. The walk crosses an edge outward (away from the fork) or
   homeward.

   Main definitions: corridor, first_steps, surplus, passage, cost.
   Main results: first_steps_snoc and first_steps_reversed (the equations read from the other end), surplus_nonneg,
   total_nonneg. *)
From Coq Require Import Reals List Lra Lia Psatz.
Import ListNotations.
Local Open Scope R_scope.

Record vertex := Vertex { onward : R; homeward : R }.
Notation corridor := (list vertex).

Definition proper (v : vertex) := 0 < onward v <= 1 /\ 0 < homeward v <= 1.
Definition perfect := Vertex 1 1.

Definition flip (v : vertex) := Vertex (homeward v) (onward v).
Definition reversed (l : corridor) : corridor := rev (map flip l).

(* ---- The first-step equations ---- *)

Definition tail (f : nat -> R) (e : nat) := f (S e).

(* out e and home e are the expected further steps of a walker who has just crossed edge e outward or homeward. At each
   vertex the walker passes or turns round, and either way makes one step. *)
Fixpoint first_steps (l : corridor) (out home : nat -> R) : Prop :=
  match l with
  | [] => True
  | Vertex p q :: rest =>
      out 0%nat = 1 + p * out 1%nat + (1 - p) * home 0%nat /\
      home 1%nat = 1 + q * home 0%nat + (1 - q) * out 1%nat /\
      first_steps rest (tail out) (tail home)
  end.

Lemma first_steps_same : forall l out home out' home',
  (forall e, (e <= length l)%nat -> out e = out' e /\ home e = home' e) ->
  first_steps l out home -> first_steps l out' home'.
Proof.
  induction l as [| [p q] rest IH]; intros out home out' home' Same Steps; [exact I |].
  destruct Steps as (First & Second & Rest). cbn [length] in Same.
  destruct (Same 0%nat ltac:(lia)) as [E0 F0]. destruct (Same 1%nat ltac:(lia)) as [E1 F1].
  cbn [first_steps]. rewrite <- E0, <- F0, <- E1, <- F1. repeat split; try assumption.
  apply IH with (out := tail out) (home := tail home); [| exact Rest].
  intros e He. apply Same. lia.
Qed.

(* The equations at the vertex of index e, written out. *)
Lemma first_steps_at : forall l out home e p q, first_steps l out home -> nth_error l e = Some (Vertex p q) ->
  out e = 1 + p * out (S e) + (1 - p) * home e /\ home (S e) = 1 + q * home e + (1 - q) * out (S e).
Proof.
  induction l as [| [p' q'] rest IH]; intros out home e p q Steps At; [now destruct e |].
  destruct Steps as (First & Second & Rest). destruct e as [| e].
  - injection At as -> ->. now split.
  - exact (IH _ _ _ _ _ Rest At).
Qed.

Lemma first_steps_snoc : forall l p q out home,
  first_steps (l ++ [Vertex p q]) out home <->
  first_steps l out home /\
  out (length l) = 1 + p * out (S (length l)) + (1 - p) * home (length l) /\
  home (S (length l)) = 1 + q * home (length l) + (1 - q) * out (S (length l)).
Proof.
  induction l as [| [p' q'] rest IH]; intros p q out home; cbn [app first_steps length].
  - tauto.
  - rewrite IH. unfold tail. tauto.
Qed.

Lemma length_reversed : forall l, length (reversed l) = length l.
Proof. intros l. unfold reversed. now rewrite rev_length, map_length. Qed.

Lemma reversed_cons : forall v l, reversed (v :: l) = reversed l ++ [flip v].
Proof. reflexivity. Qed.

Lemma reversed_app : forall l l', reversed (l ++ l') = reversed l' ++ reversed l.
Proof. intros l l'. unfold reversed. now rewrite map_app, rev_app_distr. Qed.

Lemma reversed_twice : forall l, reversed (reversed l) = l.
Proof.
  intros l. unfold reversed. rewrite map_rev, rev_involutive, map_map. rewrite <- (map_id l) at 2.
  apply map_ext. now intros [p q].
Qed.

(* A walker who comes from the leaf sees the same corridor from its other end. *)
Lemma first_steps_reversed : forall l out home, first_steps l out home ->
  first_steps (reversed l) (fun e => home (length l - e)%nat) (fun e => out (length l - e)%nat).
Proof.
  induction l as [| [p q] rest IH]; intros out home Steps; [exact I |].
  destruct Steps as (First & Second & Rest). rewrite reversed_cons. apply first_steps_snoc.
  rewrite length_reversed. cbn [length]. repeat split.
  - refine (first_steps_same _ _ _ _ _ _ (IH _ _ Rest)). rewrite length_reversed. intros e He. unfold tail.
    now replace (S (length rest) - e)%nat with (S (length rest - e)) by lia.
  - replace (S (length rest) - length rest)%nat with 1%nat by lia.
    replace (S (length rest) - S (length rest))%nat with 0%nat by lia. cbn. exact Second.
  - replace (S (length rest) - length rest)%nat with 1%nat by lia.
    replace (S (length rest) - S (length rest))%nat with 0%nat by lia. cbn. exact First.
Qed.

(* ---- The crossing recurrences ---- *)

(* x_0: expected surplus crossings of the edge before the first vertex, on a passage from the fork to the leaf. *)
Fixpoint surplus (l : corridor) : R :=
  match l with
  | [] => 0
  | Vertex p q :: rest => (q * surplus rest + 1 - p) / p
  end.

(* The sum of x_e over all edges; behind the last vertex there is no surplus. *)
Fixpoint total (l : corridor) : R :=
  match l with
  | [] => 0
  | v :: rest => surplus (v :: rest) + total rest
  end.

Definition edges (l : corridor) : R := INR (length l) + 1.

(* Expected steps of a first passage through the corridor, from either end. *)
Definition passage (l : corridor) : R := edges l + 2 * total l.
Definition way_back (l : corridor) : R := passage (reversed l).

(* H = 1 + W A + (W-1) B *)
Definition cost (W : R) (l : corridor) : R := 1 + W * passage l + (W - 1) * way_back l.

Lemma surplus_at : forall p q rest, p <> 0 -> p * surplus (Vertex p q :: rest) = q * surplus rest + 1 - p.
Proof. intros p q rest Hp. cbn [surplus]. field. exact Hp. Qed.

Lemma surplus_nonneg : forall l, Forall proper l -> 0 <= surplus l.
Proof.
  induction 1 as [| [p q] rest [Hp Hq] _ IH]; cbn in *; [lra |].
  apply Rmult_le_pos; [nra | left; apply Rinv_0_lt_compat; lra].
Qed.

Lemma total_nonneg : forall l, Forall proper l -> 0 <= total l.
Proof.
  induction 1 as [| v rest Hv Hrest IH]; cbn [total]; [lra |].
  pose proof (surplus_nonneg (v :: rest) (Forall_cons _ Hv Hrest)). lra.
Qed.

Lemma edges_pos : forall l, 1 <= edges l.
Proof. intros l. unfold edges. pose proof (pos_INR (length l)). lra. Qed.

Lemma edges_reversed : forall l, edges (reversed l) = edges l.
Proof. intros l. unfold edges. now rewrite length_reversed. Qed.

Lemma proper_reversed : forall l, Forall proper l -> Forall proper (reversed l).
Proof.
  intros l H. apply Forall_rev, Forall_map. eapply Forall_impl; [| exact H]. intros v [Hp Hq]. split; assumption.
Qed.

Lemma passage_pos : forall l, Forall proper l -> 1 <= passage l.
Proof. intros l H. unfold passage. pose proof (edges_pos l). pose proof (total_nonneg l H). lra. Qed.

Lemma way_back_pos : forall l, Forall proper l -> 1 <= way_back l.
Proof. intros l H. apply passage_pos, proper_reversed, H. Qed.
