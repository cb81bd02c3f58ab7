(* Costs computed in rational numbers, so that values of other programs can be compared with the definitions.

   The recurrences are written again over Q; cost_computed proves that they are those of Corridor.v. An instance names a
   policy and has the rows and the cost that theory/ gives for it. `agrees` recomputes the cost from the rows, and
   compares the rows with those of the policy's definition in ClosedForms.v.

   Main definitions: scan, cost_q, policy, instance, agrees.
   Main results: cost_computed, agrees_sound. *)
From Coq Require Import Reals List Lra Lia Bool QArith Qreals.
From Backproof Require Import Corridor Optimum ClosedForms.
Import ListNotations.
Local Open Scope Q_scope.

(* The probabilities of one vertex, p and q. *)
Definition row := (Q * Q)%type.
Definition positive_row (v : row) : bool := negb (Qle_bool (fst v) 0) && negb (Qle_bool (snd v) 0).

(* x_0 and the sum of all x_e *)
Fixpoint scan (rows : list row) : Q * Q :=
  match rows with
  | [] => (0, 0)
  | (p, q) :: rest => let (x, s) := scan rest in let y := Qred ((q * x + 1 - p) / p) in (y, Qred (y + s))
  end.

Definition count (rows : list row) : Q := inject_Z (Z.of_nat (length rows)) + 1.
Definition passage_q (rows : list row) : Q := count rows + 2 * snd (scan rows).
Definition reversed_q (rows : list row) : list row := rev (map (fun v => (snd v, fst v)) rows).
Definition cost_q (W : Q) (rows : list row) : Q := 1 + W * passage_q rows + (W - 1) * passage_q (reversed_q rows).

Definition real (v : row) : vertex := Vertex (Q2R (fst v)) (Q2R (snd v)).

Lemma Q2R_red : forall a, Q2R (Qred a) = Q2R a.
Proof. intros a. apply Qeq_eqR, Qred_correct. Qed.

Lemma Q2R_whole : forall z, Q2R (inject_Z z) = IZR z.
Proof. intros z. unfold Q2R. cbn. now rewrite Rinv_1, Rmult_1_r. Qed.

Lemma Q2R_0 : Q2R 0 = 0%R.
Proof. exact (Q2R_whole 0). Qed.

Lemma Q2R_1 : Q2R 1 = 1%R.
Proof. exact (Q2R_whole 1). Qed.

Lemma Q2R_2 : Q2R 2 = 2%R.
Proof. exact (Q2R_whole 2). Qed.

Lemma positive_correct : forall a, negb (Qle_bool a 0) = true -> (0 < Q2R a)%R.
Proof.
  intros a Pos. rewrite <- Q2R_0. apply Qlt_Rlt. destruct (Qlt_le_dec 0 a) as [Lt | Le]; [exact Lt |].
  apply Qle_bool_iff in Le. now rewrite Le in Pos.
Qed.

Lemma scan_computed : forall rows, forallb positive_row rows = true ->
  Q2R (fst (scan rows)) = surplus (map real rows) /\ Q2R (snd (scan rows)) = total (map real rows).
Proof.
  induction rows as [| [p q] rest IH]; intros Pos; [split; exact Q2R_0 |].
  cbn [forallb] in Pos. apply andb_prop in Pos as [Here Pos]. destruct (IH Pos) as [Surplus Total]. clear IH.
  unfold positive_row in Here. apply andb_prop in Here as [Hp _]. cbn [fst] in Hp. apply positive_correct in Hp.
  cbn [scan map total]. destruct (scan rest) as [x s]. cbn [fst snd] in *.
  assert (Y : Q2R (Qred ((q * x + 1 - p) / p)) = surplus (real (p, q) :: map real rest)).
  { rewrite Q2R_red, Q2R_div, Q2R_minus, Q2R_plus, Q2R_mult, Q2R_1, Surplus.
    - reflexivity.
    - intros Zero. apply Qeq_eqR in Zero. rewrite Q2R_0 in Zero. lra. }
  split; [exact Y |]. now rewrite Q2R_red, Q2R_plus, Y, Total.
Qed.

Lemma passage_computed : forall rows, forallb positive_row rows = true ->
  Q2R (passage_q rows) = passage (map real rows).
Proof.
  intros rows Pos. destruct (scan_computed rows Pos) as [_ Total]. unfold passage_q, count, passage, edges.
  rewrite !Q2R_plus, Q2R_mult, Q2R_whole, Q2R_1, Q2R_2, Total, map_length, INR_IZR_INZ. reflexivity.
Qed.

Lemma reversed_computed : forall rows, map real (reversed_q rows) = reversed (map real rows).
Proof. intros rows. unfold reversed_q, reversed. now rewrite map_rev, !map_map. Qed.

Lemma positive_reversed : forall rows, forallb positive_row rows = true ->
  forallb positive_row (reversed_q rows) = true.
Proof.
  intros rows Pos. rewrite forallb_forall in *. intros v Hv. unfold reversed_q in Hv. apply in_rev in Hv.
  apply in_map_iff in Hv as ([p q] & <- & Hin). specialize (Pos _ Hin). unfold positive_row in *. cbn in *.
  now rewrite andb_comm.
Qed.

Theorem cost_computed : forall W rows, forallb positive_row rows = true ->
  Q2R (cost_q W rows) = cost (Q2R W) (map real rows).
Proof.
  intros W rows Pos. unfold cost_q, cost, way_back.
  rewrite !Q2R_plus, !Q2R_mult, Q2R_minus, Q2R_1, !passage_computed, reversed_computed; auto using positive_reversed.
Qed.

(* ---- Instances ---- *)

Inductive policy :=
  | Base (L : Q)              (* the base model, L lanes *)
  | SftLimit (L : Q)          (* SFT's limit *)
  | Straight                  (* RLVR's limit *)
  | Table.                    (* the rows as they are given *)

Record instance := Instance { named : policy; width : Q; depth : nat; rows : list row; costs : Q }.

Fixpoint diamonds_q (left right : row) (K : nat) : list row :=
  match K with O => [] | S k => left :: right :: diamonds_q left right k end.

Definition rows_of (i : instance) : list row :=
  match named i with
  | Base L => diamonds_q (L / (L + 1), 1 / (L + 1)) (1 / (L + 1), L / (L + 1)) (depth i)
  | SftLimit L => diamonds_q (1, 1 / (L + 1)) (1, L / (L + 1)) (depth i)
  | Straight => diamonds_q (1, 1) (1, 1) (depth i)
  | Table => rows i
  end.

Definition policy_of (i : instance) : corridor :=
  match named i with
  | Base L => base (Q2R L) (depth i)
  | SftLimit L => sft_limit (Q2R L) (depth i)
  | Straight => straight (depth i)
  | Table => map real (rows i)
  end.

Definition lanes_exist (i : instance) : bool :=
  match named i with Base L | SftLimit L => Qle_bool 1 L | _ => true end.

Definition same_row (v v' : row) : bool := Qeq_bool (fst v) (fst v') && Qeq_bool (snd v) (snd v').

Fixpoint same_rows (l l' : list row) : bool :=
  match l, l' with [], [] => true | v :: l, v' :: l' => same_row v v' && same_rows l l' | _, _ => false end.

Definition agrees (i : instance) : bool :=
  lanes_exist i && forallb positive_row (rows i) && Nat.eqb (length (rows i)) (2 * depth i)
  && same_rows (rows_of i) (rows i) && Qeq_bool (cost_q (width i) (rows i)) (costs i).

Lemma same_rows_real : forall l l', same_rows l l' = true -> map real l = map real l'.
Proof.
  induction l as [| v l IH]; intros [| v' l'] Same; try discriminate; [reflexivity |].
  cbn [same_rows] in Same. apply andb_prop in Same as [Row Rest]. apply andb_prop in Row as [P Q'].
  cbn [map]. f_equal; [| now apply IH]. unfold real. f_equal; apply Qeq_eqR; now apply Qeq_bool_iff.
Qed.

Lemma diamonds_real : forall left right K,
  map real (diamonds_q left right K) = diamonds (real left) (real right) K.
Proof. intros left right K. induction K as [| K IH]; [reflexivity |]. cbn [diamonds_q diamonds map]. now rewrite IH.
Qed.

Lemma straight_diamonds : forall K, straight K = diamonds perfect perfect K.
Proof.
  intros K. unfold straight. induction K as [| K IH]; [reflexivity |].
  replace (2 * S K)%nat with (S (S (2 * K))) by lia. cbn [repeat diamonds]. now rewrite IH.
Qed.

Lemma share_real : forall a L, 1 <= L -> Q2R (a / (L + 1)) = (Q2R a / (Q2R L + 1))%R.
Proof.
  intros a L HL. apply Qle_Rle in HL. rewrite Q2R_1 in HL. rewrite Q2R_div, Q2R_plus, Q2R_1; [reflexivity |].
  intros Zero. apply Qeq_eqR in Zero. rewrite Q2R_plus, Q2R_0, Q2R_1 in Zero. lra.
Qed.

Lemma rows_of_real : forall i, lanes_exist i = true -> map real (rows_of i) = policy_of i.
Proof.
  intros [[L | L | |] W K l C] Lanes; unfold rows_of, policy_of, lanes_exist in *;
    cbn [named depth rows] in *.
  - apply Qle_bool_iff in Lanes. rewrite diamonds_real. unfold real, base, curve, entry, exit. cbn [fst snd].
    rewrite !share_real, Q2R_1 by exact Lanes. reflexivity.
  - apply Qle_bool_iff in Lanes. rewrite diamonds_real. unfold real, sft_limit, entry, exit. cbn [fst snd].
    rewrite !share_real, Q2R_1 by exact Lanes. reflexivity.
  - rewrite diamonds_real, straight_diamonds. unfold real, perfect. cbn [fst snd]. now rewrite Q2R_1.
  - reflexivity.
Qed.

Theorem agrees_sound : forall i, agrees i = true -> cost (Q2R (width i)) (policy_of i) = Q2R (costs i).
Proof.
  intros i Agrees. unfold agrees in Agrees. apply andb_prop in Agrees as [Agrees Cost].
  apply andb_prop in Agrees as [Agrees Same]. apply andb_prop in Agrees as [Agrees _].
  apply andb_prop in Agrees as [Lanes Pos].
  rewrite <- (rows_of_real i Lanes), (same_rows_real _ _ Same), <- (cost_computed _ _ Pos).
  now apply Qeq_eqR, Qeq_bool_iff.
Qed.
