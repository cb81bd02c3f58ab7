(* Policies that are the same in all lanes and corridors are tables of Excursions.v. So what is shown of all tables is
   shown of them.

   Hypotheses: W >= 1 corridors with L >= 1 lanes in each diamond, rows strictly between 0 and 1, since a table lists
   moves of positive probability only.

   Main results: same_moves (the walk is that of Graph.v), tied_is_table. *)
From Coq Require Import Bool Reals List Lra Lia FunctionalExtensionality.
From Backproof Require Import Corridor ExpectedCost Chain Graph CorridorGraph Excursions.
Import ListNotations.
Local Open Scope R_scope.

Section Tied.
  Variables (W L K : nat) (l : corridor).
  Hypothesis HW : (1 <= W)%nat.
  Hypothesis HL : (1 <= L)%nat.
  Hypothesis Long : length l = (2 * K)%nat.
  Hypothesis Inside : Forall (fun v => 0 < onward v < 1 /\ 0 < homeward v < 1) l.

  Local Notation rows := (fun _ : nat => l).
  Local Notation lanes := (lanes_of L).
  Local Notation walk := (moves W rows (fun _ w e => uniform (lanes w e))).

  Lemma lanes_law : forall w e,
    Forall (fun m => 0 <= fst m /\ (snd m < lanes w e)%nat) (uniform (lanes w e)) /\
    mean (fun _ => 1) (uniform (lanes w e)) = 1.
  Proof. intros w e. apply uniform_law. unfold lanes_of. destruct (Nat.even e); lia. Qed.

  Lemma all_proper : forall w, (w < W)%nat -> Forall proper (rows w).
  Proof. intros w _. eapply Forall_impl; [| exact Inside]. intros v [Hp Hq]. split; lra. Qed.

  Lemma same_moves : moves_untied W walk = walk.
  Proof.
    assert (Flat : forall s, map (fun w => (1 / INR W, Out w 0 0)) (seq 0 W) =
      Graph.from_fork W (fun _ w e => uniform (lanes w e)) s).
    { intros s. unfold Graph.from_fork. generalize (seq 0 W). intros numbers.
      induction numbers as [| w numbers IH]; [reflexivity |]. cbn [map flat_map]. rewrite IH. cbn.
      f_equal. f_equal. unfold Rdiv. rewrite Rinv_1. ring. }
    apply functional_extensionality. intros s. destruct s as [| | w e i | w [| e] i]; try reflexivity; exact (Flat _).
  Qed.

  (* Each move of the row is to a next edge, at a positive probability. *)
  Lemma onto_positive : forall to c w e, 0 < c -> Forall (fun m => 0 < fst m) (onto to c (uniform (lanes w e))).
  Proof.
    intros to c w e Hc. assert (Pos : 0 < INR (lanes w e)).
    { apply lt_0_INR. unfold lanes_of. destruct (Nat.even e); lia. }
    unfold onto, uniform. rewrite map_map. apply Forall_map, Forall_forall. intros i _. cbn.
    apply Rmult_lt_0_compat; [exact Hc | apply Rdiv_lt_0_compat; lra].
  Qed.

  Lemma onto_all : forall (P : state -> Prop) to c law, (forall i, P (to i)) ->
    Forall (fun m => P (snd m)) (onto to c law).
  Proof. intros P to c law All. apply Forall_map, Forall_forall. intros m _. apply All. Qed.

  Lemma row_inside : forall e v, nth_error l e = Some v -> 0 < onward v < 1 /\ 0 < homeward v < 1.
  Proof. intros e v At. apply nth_error_In in At. rewrite Forall_forall in Inside. now apply Inside. Qed.

  Lemma walk_positive : forall s, Forall (fun m => 0 < fst m) (walk s).
  Proof.
    assert (Share : 0 < 1 / INR W) by (apply Rdiv_lt_0_compat; [lra | apply lt_0_INR; lia]).
    assert (Door : forall s, Forall (fun m => 0 < fst m) (Graph.from_fork W (fun _ w e => uniform (lanes w e)) s)).
    { intros s. apply Forall_forall. intros m Hm. apply in_flat_map in Hm as (w & _ & Hm).
      pose proof (onto_positive (Out w 0) (1 / INR W) w 0 Share) as All. rewrite Forall_forall in All. now apply All. }
    intros s. destruct s as [| | w e i | w [| e] i]; cbn [moves]; try exact (Door _).
    - constructor; [cbn; lra | constructor].
    - destruct (nth_error l e) as [v |] eqn:At; [| now apply onto_positive; lra].
      destruct (row_inside e v At) as [Hp _]. apply Forall_app. split; apply onto_positive; lra.
    - destruct (nth_error l e) as [v |] eqn:At; [| constructor].
      destruct (row_inside e v At) as [_ Hq]. apply Forall_app. split; apply onto_positive; lra.
  Qed.

  Theorem tied_is_table :
    tabled W (length l) walk (states W rows lanes) (fun t => hitting_time W t rows).
  Proof.
    assert (Ht : (0 < W)%nat) by lia. assert (Spread : forall (s : state) w e, (w < W)%nat -> (e <= length l)%nat ->
      Forall (fun m => 0 <= fst m /\ (snd m < lanes w e)%nat) (uniform (lanes w e)) /\
      mean (fun _ => 1) (uniform (lanes w e)) = 1) by (intros s w e _ _; apply lanes_law).
    split.
    - exact HW.
    - now left.
    - intros s Hs. rewrite same_moves.
      assert (Law : is_law _ (here W rows lanes) (walk s)).
      { destruct (met 0 rows s) eqn:Met; [| now apply (graph_is_chain W 0 rows lanes _ Ht all_proper Spread)].
        destruct s as [| | w e i |]; try discriminate. apply andb_true_iff in Met as [Ew Ee].
        apply Nat.eqb_eq in Ew, Ee. cbn beta in Ee. subst w e. cbn [moves].
        rewrite (proj2 (nth_error_None l (length l)) (le_n _)).
        apply (onto_law W rows lanes (fun _ w e => uniform (lanes w e)) Spread Source 0 (length l) _ 1 Ht (le_n _));
          [lra |].
        intros j Hj. apply (in_states W 0 rows lanes Ht). repeat split; [lia | apply le_n | exact Hj]. }
      destruct Law as [Law One]. split; [| exact One]. pose proof (walk_positive s) as Pos.
      rewrite Forall_forall in *. intros a Ha. split; [now apply Pos | now apply Law].
    - intros s Hs. destruct s as [| | w e i | w [| e] i]; try exact I;
        (apply (in_states W 0 rows lanes Ht) in Hs as (Hw & He & _); split; [exact Hw |]); cbn [moves].
      + destruct (nth_error l e) as [v |] eqn:At.
        * assert (e < length l)%nat by (apply nth_error_Some; now rewrite At).
          apply Forall_app. split; apply onto_all; intros j; cbn; auto.
        * apply onto_all. intros j. cbn. auto.
      + destruct (nth_error l e); [| constructor]. apply Forall_app. split; apply onto_all; intros j; cbn; auto.
    - intros w Hw. apply (in_states W 0 rows lanes Ht). repeat split; [exact Hw | apply le_n |].
      rewrite Long. unfold lanes_of. destruct (Nat.even (2 * K)); lia.
    - intros w i Hs. apply (in_states W 0 rows lanes Ht) in Hs as (_ & _ & Hi). rewrite Long in Hi.
      unfold lanes_of in Hi. rewrite Nat.even_mul in Hi. cbn in Hi. lia.
    - intros t s Hlt Hs. rewrite same_moves.
      exact (graph_expected_time W t rows lanes _ Hlt all_proper Spread s Hs).
  Qed.
End Tied.
