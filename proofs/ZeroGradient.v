(* SFT on golden shortest paths puts no gradient on backward rows.

   A path is a list of states of Graph.v, each a possible move from the one before. A golden path goes from the source
   to the target's leaf in the least number of moves. None visits a state that goes homeward. The loss of a path adds
   up a score of the probabilities of its moves, such as -ln for cross-entropy. So the loss of golden data is the same
   for all tables that agree on the forward rows: its derivatives by backward rows are zero.

   Hypotheses: corridors of any lengths and lanes; for the loss, tables of any kind.

   Main definitions: path, distance, golden, loss.
   Main results: path_length (moves and the distance that they lead to), golden_forward, golden_crosses (each
   edge of the target's corridor once), zero_gradient. *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import Corridor ExpectedCost Chain Graph.
Import ListNotations.

Lemma last_cons : forall (A : Type) (l : list A) a b, last (a :: l) b = last l a.
Proof.
  intros A l. induction l as [| u l IH]; intros a b; [reflexivity |]. cbn [last] in *. destruct l; [reflexivity |].
  now rewrite (IH a b), (IH u a).
Qed.

Lemma nth_last : forall (A : Type) (l : list A) b n a, length l = S n -> nth_error l n = Some a -> last l b = a.
Proof.
  intros A l. induction l as [| u l IH]; intros b n a Length At; [discriminate |]. rewrite last_cons.
  destruct n as [| n]; [destruct l; [now injection At as -> | discriminate] |].
  apply IH with n; [now injection Length | exact At].
Qed.

Section Golden.
  Variables (W t : nat) (rows : nat -> corridor) (spread : state -> nat -> nat -> list (R * nat)).

  (* A path from s: the states after it, in order. *)
  Inductive path : state -> list state -> Prop :=
    | stays : forall s, path s []
    | moves_on : forall s s' rest, In s' (map snd (moves W rows spread s)) -> path s' rest -> path s (s' :: rest).

  Definition backward (s : state) : Prop := match s with Home _ _ _ => True | _ => False end.
  Definition count_backward (l : list state) : nat :=
    length (filter (fun s => match s with Home _ _ _ => true | _ => false end) l).

  (* How far the head of the edge travelled last is from the source. *)
  Definition distance (s : state) : nat :=
    match s with Source => 0 | Fork => 1 | Out _ e _ => e + 2 | Home _ e _ => e + 1 end.

  (* Every edge joins two adjacent distances. *)
  Lemma move_distance : forall s s', In s' (map snd (moves W rows spread s)) ->
    match s' with Home _ _ _ => distance s = S (distance s') | _ => distance s' = S (distance s) end.
  Proof.
    assert (From : forall to c law s', In s' (map snd (onto to c law)) -> exists i, s' = to i).
    { intros to c law s' Hin. unfold onto in Hin. rewrite map_map in Hin. apply in_map_iff in Hin as (m & <- & _).
      now exists (snd m). }
    assert (AtFork : forall s s', In s' (map snd (from_fork W spread s)) -> exists w i, s' = Out w 0 i).
    { intros s s' Hin. apply in_map_iff in Hin as (m & <- & Hin). apply in_flat_map in Hin as (w & _ & Hin).
      apply (in_map snd) in Hin. apply From in Hin as [i E]. now exists w, i. }
    intros s s' Hin. destruct s as [| | w e i | w [| e] i]; cbn [moves] in Hin.
    - destruct Hin as [<- | []]. reflexivity.
    - apply AtFork in Hin as (w & i & ->). reflexivity.
    - destruct (nth_error (rows w) e).
      + rewrite map_app in Hin. apply in_app_or in Hin as [Hin | Hin]; apply From in Hin as [j ->]; cbn; lia.
      + apply From in Hin as [j ->]. cbn. lia.
    - apply AtFork in Hin as (w' & i' & ->). reflexivity.
    - destruct (nth_error (rows w) e); [| destruct Hin].
      rewrite map_app in Hin. apply in_app_or in Hin as [Hin | Hin]; apply From in Hin as [j ->]; cbn; lia.
  Qed.

  (* A walk of n moves that has gone back m times stands n - 2m farther out. *)
  Theorem path_length : forall s l, path s l ->
    (distance (last l s) + 2 * count_backward l = distance s + length l)%nat.
  Proof.
    intros s l Path. induction Path as [s | s s' rest Move _ IH]; [cbn; lia |].
    apply move_distance in Move. rewrite last_cons.
    cbn [length]. unfold count_backward in *. cbn [filter]. destruct s'; cbn [length] in *; lia.
  Qed.

  Definition reaches (l : list state) : Prop := path Source l /\ met t rows (last l Source) = true.
  Definition golden (l : list state) : Prop := reaches l /\ forall l', reaches l' -> (length l <= length l')%nat.

  Lemma target_distance : forall s, met t rows s = true -> distance s = (length (rows t) + 2)%nat.
  Proof.
    intros [| | w e i | w e i] Met; try discriminate. cbn in *. apply Bool.andb_true_iff in Met as [E E'].
    apply Nat.eqb_eq in E, E'. subst. reflexivity.
  Qed.

  (* The straight path exists, whatever lanes are taken. *)
  Definition open : Prop := (t < W)%nat /\ forall s e, spread s t e <> [].

  Lemma straight_path : open -> exists l, reaches l /\ length l = (length (rows t) + 2)%nat.
  Proof.
    intros [Ht Open].
    assert (Lane : forall s e, exists i, In i (map snd (spread s t e))).
    { intros s e. destruct (spread s t e) as [| [p i] law] eqn:E; [now elim (Open s e) |]. exists i. now left. }
    assert (Onto : forall to c s e i, In i (map snd (spread s t e)) -> In (to i) (map snd (onto to c (spread s t e)))).
    { intros to c s e i Hin. apply in_map_iff in Hin as ([p j] & <- & Hin). unfold onto. rewrite map_map.
      apply in_map_iff. now exists (p, j). }
    assert (Rest : forall k e i, (e + k = length (rows t))%nat ->
      exists l j, path (Out t e i) l /\ last l (Out t e i) = Out t (length (rows t)) j /\ length l = k).
    { induction k as [| k IH]; intros e i E.
      - exists [], i. repeat split; [constructor |]. now replace e with (length (rows t)) by lia.
      - destruct (nth_error (rows t) e) as [v |] eqn:At; [| apply nth_error_None in At; lia].
        destruct (Lane (Out t e i) (S e)) as [i' Hi'].
        destruct (IH (S e) i' ltac:(lia)) as (l & j & Path & Last & Length).
        exists (Out t (S e) i' :: l), j. repeat split.
        + constructor; [| exact Path]. cbn [moves]. rewrite At, map_app. apply in_or_app. left. now apply Onto.
        + now rewrite last_cons.
        + cbn. now rewrite Length. }
    destruct (Lane Fork 0%nat) as [i Hi].
    destruct (Rest (length (rows t)) 0%nat i ltac:(lia)) as (l & j & Path & Last & Length).
    exists (Fork :: Out t 0 i :: l). split; [split |].
    - constructor; [now left |]. constructor; [| exact Path]. cbn [moves]. unfold from_fork. apply in_map_iff.
      apply (Onto (Out t 0) (1 / INR W)%R) in Hi. apply in_map_iff in Hi as (m & E & Hin). exists m. split; [exact E |].
      apply in_flat_map. exists t. split; [apply in_seq; lia | exact Hin].
    - rewrite !last_cons, Last. cbn. now rewrite !Nat.eqb_refl.
    - cbn. rewrite Length. lia.
  Qed.

  Theorem golden_forward : open -> forall l, golden l -> Forall (fun s => ~ backward s) l.
  Proof.
    intros Open l [[Path Met] Least]. destruct (straight_path Open) as (l' & Reaches & Length).
    specialize (Least l' Reaches). pose proof (path_length _ _ Path) as Moves. rewrite (target_distance _ Met) in Moves.
    cbn [distance] in Moves. assert (None : count_backward l = 0%nat) by lia.
    unfold count_backward in None. apply length_zero_iff_nil in None. apply Forall_forall. intros s Hs Back.
    assert (In s []) as []. rewrite <- None. apply filter_In. split; [exact Hs |]. now destruct s.
  Qed.

  (* A golden path crosses each edge of the target's corridor once, outward, by one of its lanes. *)
  Lemma forward_corridor : forall l w e i, path (Out w e i) l -> Forall (fun s => ~ backward s) l ->
    forall k s, nth_error l k = Some s -> exists j, s = Out w (S e + k) j.
  Proof.
    induction l as [| s' l IH]; intros w e i Path Forward k s At; [now destruct k |].
    inversion Path as [| ? ? ? Move Rest]; subst. pose proof (Forall_inv Forward) as Not.
    apply Forall_inv_tail in Forward. assert (First : exists j, s' = Out w (S e) j).
    { cbn [moves] in Move. destruct (nth_error (rows w) e);
        [rewrite map_app in Move; apply in_app_or in Move as [In | In] | rename Move into In];
        unfold onto in In; rewrite map_map in In; apply in_map_iff in In as (m & <- & _);
        try (exfalso; now apply Not); now exists (snd m). }
    destruct First as [j ->]. destruct k as [| k]; [injection At as <-; exists j; f_equal; lia |].
    destruct (IH w (S e) j Rest Forward k s At) as [j' ->]. exists j'. f_equal. lia.
  Qed.

  Theorem golden_crosses : open -> forall l, golden l -> length l = (length (rows t) + 2)%nat /\
    forall e, (e <= length (rows t))%nat -> exists i, nth_error l (S e) = Some (Out t e i).
  Proof.
    intros Open l Golden. pose proof (golden_forward Open l Golden) as Forward. destruct Golden as [[Path Met] Least].
    pose proof (path_length _ _ Path) as Moves. rewrite (target_distance _ Met) in Moves. cbn [distance] in Moves.
    destruct (straight_path Open) as (l' & Reaches & Length). specialize (Least l' Reaches).
    assert (Long : length l = (length (rows t) + 2)%nat) by lia. split; [exact Long |].
    inversion Path as [| ? s1 rest Move Rest E1 E2]; subst; [cbn in Long; lia |].
    cbn in Move. destruct Move as [<- | []]. inversion Rest as [| ? s2 rest' Move Rest']; subst; [cbn in Long; lia |].
    apply Forall_inv_tail in Forward.
    assert (First : exists w i, s2 = Out w 0 i).
    { cbn [moves] in Move. apply in_map_iff in Move as (m & <- & In). apply in_flat_map in In as (w & _ & In).
      apply in_map_iff in In as (m' & <- & _). now exists w, (snd m'). }
    destruct First as (w & i & ->). apply Forall_inv_tail in Forward.
    pose proof (forward_corridor rest' w 0 i Rest' Forward) as Along. cbn [length] in Long.
    assert (Ends : w = t).
    { rewrite !last_cons in Met. destruct (length (rows t)) as [| n] eqn:N.
      - destruct rest'; [| cbn in Long; lia]. cbn in Met. now apply Bool.andb_true_iff in Met as [E%Nat.eqb_eq _].
      - destruct (nth_error rest' n) as [s |] eqn:At; [| apply nth_error_None in At; lia].
        destruct (Along n s At) as [j ->]. rewrite (nth_last _ rest' (Out w 0 i) n _ ltac:(lia) At) in Met.
        cbn in Met. now apply Bool.andb_true_iff in Met as [E%Nat.eqb_eq _]. }
    subst w. intros [| e] He; [now exists i |]. cbn [nth_error].
    destruct (nth_error rest' e) as [s |] eqn:At; [| apply nth_error_None in At; lia].
    destruct (Along e s At) as [j ->]. exists j. reflexivity.
  Qed.

  Local Open Scope R_scope.

  (* A table gives each move its probability; the loss of a path adds up a score of those of its moves, -ln of it for
     cross-entropy. *)
  Variable score : R -> R.
  Fixpoint loss (table : state -> state -> R) (s : state) (l : list state) : R :=
    match l with [] => 0 | s' :: rest => score (table s s') + loss table s' rest end.

  (* The loss of golden data, a weight for each of its paths. *)
  Definition data_loss (table : state -> state -> R) (data : list (R * list state)) : R :=
    mean (loss table Source) data.

  (* Backward rows do not matter: the loss is constant in them, so that its gradient there is zero. *)
  Theorem zero_gradient : open -> forall data table table',
    Forall (fun d => golden (snd d)) data ->
    (forall s s', ~ backward s -> table s s' = table' s s') ->
    data_loss table data = data_loss table' data.
  Proof.
    intros Open data table table' Golden Same. apply mean_same. eapply Forall_impl; [| exact Golden].
    intros [weight l] HGolden. cbn [snd] in *. pose proof (golden_forward Open l HGolden) as Forward. clear HGolden.
    assert (Start : ~ backward Source) by exact (fun no => no). revert Start. generalize Source.
    induction Forward as [| s' l Here _ IH]; intros s Start; [reflexivity |].
    cbn [loss]. rewrite (Same s s' Start), (IH s' Here). reflexivity.
  Qed.
End Golden.
