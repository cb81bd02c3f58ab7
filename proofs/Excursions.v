(* Excursions into one corridor of any table: how long they take, by the maximum principle.

   W corridors of n inner vertices each, so that a leaf is m = n + 1 edges away from the fork. A state is the edge
   travelled last, as in Graph.v. At the fork the walker chooses a corridor uniformly; elsewhere `table` gives any law
   on the next edges of the corridor, onward or back. It may depend on the state in any way, so that every lane and
   every corridor has rows of its own.

   Hypotheses: `states` lists the states that are walked on, all leaves among them; the table has moves of positive
   probability only; a leaf has one edge; each leaf has a finite expected hitting time from each of the states.

   In corridor i let e be the probability to reach the leaf before the fork. It is read off from the expected times to
   leaf i and to another one (reach). From depth d, returning to the fork takes at least e (2m - d) + (1 - e) d steps;
   with the target at leaf i, an excursion ends after at least e (m - d) + (1 - e) d.

   Main definitions: next_to, moves_untied, within, return_time, reach.
   Main results: maximum (the principle), reach_is_probability, returns_bound, excursion_bound. *)
From Coq Require Import Bool Reals List Lra Lia Psatz.
From Backproof Require Import ExpectedCost Chain Graph.
Import ListNotations.
Local Open Scope R_scope.

Section Table.
  Variables (W n : nat) (table : state -> list (R * state)) (states : list state).

  (* Where a walker can go from an inner vertex or a leaf. *)
  Definition next_to (s s' : state) : Prop :=
    match s, s' with
    | Out w e _, Out w' e' _ => w' = w /\ e' = S e /\ (e < n)%nat
    | Out w e _, Home w' e' _ => w' = w /\ e' = e
    | Home w (S e) _, Home w' e' _ => w' = w /\ e' = e
    | Home w (S e) _, Out w' e' _ => w' = w /\ e' = S e
    | _, _ => False
    end.

  Definition moves_untied (s : state) : list (R * state) :=
    match s with
    | Source => [(1, Fork)]
    | Fork | Home _ 0 _ => map (fun w => (1 / INR W, Out w 0 0)) (seq 0 W)
    | _ => table s
    end.

  Definition met_leaf (t : nat) (s : state) : bool := match s with Out w e _ => (w =? t) && (e =? n) | _ => false end.
  Definition on (s : state) : Prop := In s states.
  Definition inner (s : state) : Prop := match s with Out w _ _ | Home w (S _) _ => (w < W)%nat | _ => False end.

  Variable h : nat -> state -> R.

  (* The hypotheses; h t s is the expected hitting time of leaf t from state s. *)
  Record tabled : Prop := {
    wide : (1 <= W)%nat;
    started : on Source;
    lawful : forall s, on s ->
      Forall (fun m => 0 < fst m /\ on (snd m)) (moves_untied s) /\ mean (fun _ => 1) (moves_untied s) = 1;
    adjacent : forall s, on s -> match s with Source | Fork | Home _ 0 _ => True
      | _ => inner s /\ Forall (fun m => next_to s (snd m)) (table s) end;
    leaves : forall w, (w < W)%nat -> on (Out w n 0);
    connector : forall w i, on (Out w n i) -> i = 0%nat;
    timed : forall t s, (t < W)%nat -> on s -> expected_time _ (met_leaf t) moves_untied s (h t s)
  }.
  Hypothesis Tab : tabled.

  Definition m : R := INR n + 1.
  Definition from_fork (t : nat) : R := h t Fork.

  Lemma law_of : forall s, on s -> is_law _ on (moves_untied s).
  Proof.
    intros s Hs. destruct (lawful Tab s Hs) as [Law One]. split; [| exact One].
    eapply Forall_impl; [| exact Law]. intros a [Ha Hon]. split; [lra | exact Hon].
  Qed.

  Lemma positive_of : forall s, on s -> Forall (fun a => 0 < fst a) (moves_untied s).
  Proof. intros s Hs. eapply Forall_impl; [| apply (lawful Tab), Hs]. now intros a [Ha _]. Qed.

  Lemma first_step : forall t s, (t < W)%nat -> on s ->
    0 <= h t s /\ h t s = if met_leaf t s then 0 else 1 + mean (h t) (moves_untied s).
  Proof.
    intros t s Ht Hs. destruct (expected_time_solves _ (met_leaf t) moves_untied on (fun r Hr _ => law_of r Hr) (h t)
      (fun r => timed Tab t r Ht)) as [Solves Pos]. split; [now apply Pos | now apply Solves].
  Qed.

  Lemma on_fork : on Fork.
  Proof. destruct (lawful Tab Source (started Tab)) as [Law _]. apply Forall_inv in Law. apply Law. Qed.

  Lemma on_entry : forall w, (w < W)%nat -> on (Out w 0 0).
  Proof.
    intros w Hw. destruct (lawful Tab Fork on_fork) as [Law _]. rewrite Forall_forall in Law.
    apply (Law (1 / INR W, Out w 0 0)). apply in_map_iff. exists w. split; [reflexivity | apply in_seq; lia].
  Qed.

  (* ---- In one corridor ---- *)

  Definition within (i : nat) (s : state) : Prop :=
    on s /\ match s with Out w _ _ | Home w _ _ => w = i | _ => False end.
  (* The fork, and the leaf too where it counts as an end. *)
  Definition ends (leaf : bool) (s : state) : bool :=
    match s with Home _ 0 _ => true | Out _ e _ => leaf && (e =? n) | _ => false end.
  Definition depth (s : state) : R := match s with Out _ e _ => INR e + 1 | Home _ e _ => INR e | _ => 0 end.

  Lemma stays_within : forall i s leaf, within i s -> ends leaf s = false ->
    Forall (fun a => within i (snd a) /\ (depth (snd a) = depth s + 1 \/ depth (snd a) = depth s - 1))
      (moves_untied s).
  Proof.
    intros i s leaf [Hs In] Free. destruct (lawful Tab s Hs) as [Law _]. pose proof (adjacent Tab s Hs) as To.
    rewrite Forall_forall in *. intros a Ha. destruct (Law a Ha) as [_ Hon]. destruct a as [p s']. cbn [snd] in *.
    destruct s as [| | w e j | w [| e] j]; try easy; destruct To as [_ To]; cbn [moves_untied] in Ha;
      rewrite Forall_forall in To; specialize (To _ Ha); cbn [snd next_to] in To;
      destruct s' as [| | w' e' j' | w' e' j']; try easy; unfold within, depth.
    - destruct To as (-> & -> & _). rewrite S_INR. split; [now split | left; ring].
    - destruct To as (-> & ->). split; [now split | right; ring].
    - destruct To as (-> & ->). rewrite S_INR. split; [now split | left; ring].
    - destruct To as (-> & ->). rewrite S_INR. split; [now split | right; ring].
  Qed.

  Lemma back_at_fork : forall t w j, (t < W)%nat -> on (Home w 0 j) -> h t (Home w 0 j) = from_fork t.
  Proof.
    intros t w j Ht Hs. destruct (first_step t _ Ht Hs) as [_ ->]. unfold from_fork.
    now destruct (first_step t _ Ht on_fork) as [_ ->].
  Qed.

  Lemma no_target : forall i t s leaf, within i s -> ends leaf s = false -> t <> i \/ leaf = true ->
    met_leaf t s = false.
  Proof.
    intros i t s leaf [_ In] Free Other. destruct s as [| | w e j | w e j]; try easy. cbn in *. subst w.
    destruct (Nat.eqb_spec i t) as [-> |]; [| reflexivity]. destruct Other as [No | ->]; [easy | now rewrite Free].
  Qed.

  Section Corridor.
    Variables i t : nat.
    Hypothesis Hi : (i < W)%nat.
    Hypothesis Ht : (t < W)%nat.
    Hypothesis Other : t <> i.

    (* The maximum principle in the corridor, whose walk ends since it reaches another leaf in finite time. *)
    Lemma maximum : forall leaf u, (forall s, within i s -> ends leaf s = true -> u s <= 0) ->
      (forall s, within i s -> ends leaf s = false -> u s <= mean u (moves_untied s)) ->
      forall s, within i s -> u s <= 0.
    Proof.
      intros leaf u End Rises s Hs. destruct (bounded_on u states) as [M Bound].
      apply (comparison _ (ends leaf) moves_untied (within i)) with (h0 := h t) (M := M); try assumption.
      - intros r Hr Free. destruct (law_of r (proj1 Hr)) as [Law One]. split; [| exact One].
        pose proof (stays_within i r leaf Hr Free) as Stays. rewrite Forall_forall in *. intros a Ha.
        split; [now apply Law | now apply Stays].
      - intros r Hr. apply first_step; [exact Ht | apply Hr].
      - intros r Hr Free. destruct (first_step t r Ht (proj1 Hr)) as [_ Here].
        rewrite (no_target i t r leaf Hr Free (or_introl Other)) in Here. lra.
      - intros r Hr. specialize (Bound r (proj1 Hr)). pose proof (Rle_abs (u r)). lra.
    Qed.

    (* Steps back to the fork from a state of the corridor, where the target is elsewhere. *)
    Definition return_time (s : state) : R := h t s - from_fork t.

    Lemma return_step : forall s leaf, within i s -> ends leaf s = false ->
      h t s = 1 + mean (h t) (moves_untied s).
    Proof.
      intros s leaf Hs Free. destruct (first_step t s Ht (proj1 Hs)) as [_ Here].
      now rewrite (no_target i t s leaf Hs Free (or_introl Other)) in Here.
    Qed.

    Lemma rises_if : forall leaf s (u g k : state -> R) a b c, within i s -> ends leaf s = false ->
      (forall s', within i s' -> depth s' = depth s + 1 \/ depth s' = depth s - 1 ->
        a + b * g s' + c * k s' <= u s') ->
      a + b * mean g (moves_untied s) + c * mean k (moves_untied s) <= mean u (moves_untied s).
    Proof.
      intros leaf s u g k a b c Hs Free Each. apply mean_affine.
      - apply positive_of, Hs.
      - apply law_of, Hs.
      - eapply Forall_impl; [| exact (stays_within i s leaf Hs Free)]. intros m' [Hm Near]. now apply Each.
    Qed.

    Lemma return_at_least_depth : forall s, within i s -> depth s <= return_time s.
    Proof.
      intros s Hs. enough (depth s - return_time s <= 0) by lra. revert s Hs.
      apply (maximum false (fun s => depth s - return_time s)); intros s Hs End.
      - destruct s as [| | w e j | w [| e] j]; try easy. unfold return_time. cbn [depth INR].
        rewrite back_at_fork by (try assumption; apply Hs). lra.
      - pose proof (return_step s _ Hs End) as Here. unfold return_time.
        pose proof (rises_if false s (fun r => depth r - (h t r - from_fork t)) (h t) (h t)
          (depth s - 1 + from_fork t) (-1) 0 Hs End) as Rise. cbn beta in Rise.
        enough (Each : forall s', within i s' -> depth s' = depth s + 1 \/ depth s' = depth s - 1 ->
          depth s - 1 + from_fork t + -1 * h t s' + 0 * h t s' <= depth s' - (h t s' - from_fork t))
          by (specialize (Rise Each); lra).
        intros s' _ [-> | ->]; lra.
    Qed.

    (* The probability to reach the leaf before the fork, as far as the expected times tell. *)
    Definition difference (s : state) : R := return_time s - (h i s - from_fork i).
    Definition reach (s : state) : R := difference s / difference (Out i n 0).

    Lemma from_fork_pos : forall v, (v < W)%nat -> 1 <= from_fork v.
    Proof.
      intros v Hv. unfold from_fork. destruct (first_step v Fork Hv on_fork) as [_ ->]. cbn [met_leaf].
      enough (0 <= mean (h v) (moves_untied Fork)) by lra. destruct (law_of Fork on_fork) as [Law One].
      rewrite <- (Rmult_0_l (mean (h v) (moves_untied Fork))), <- mean_scale. apply mean_le.
      eapply Forall_impl; [| exact Law]. intros a [Ha Hon]. destruct (first_step v _ Hv Hon) as [Pos _]. lra.
    Qed.

    Lemma difference_step : forall s, within i s -> ends true s = false ->
      difference s = mean difference (moves_untied s).
    Proof.
      intros s Hs Free. pose proof (return_step s true Hs Free) as Here.
      destruct (first_step i s Hi (proj1 Hs)) as [_ There].
      rewrite (no_target i i s true Hs Free (or_intror eq_refl)) in There.
      assert (Split : mean difference (moves_untied s) =
        mean (fun r => h t r + (-1 * h i r + (from_fork i - from_fork t) * 1)) (moves_untied s))
        by (apply mean_same, Forall_forall; intros a _; unfold difference, return_time; ring).
      rewrite Split, !mean_plus, !mean_scale. destruct (law_of s (proj1 Hs)) as [_ ->].
      unfold difference, return_time. lra.
    Qed.

    Lemma at_leaf : difference (Out i n 0) = return_time (Out i n 0) + from_fork i /\ 0 < difference (Out i n 0).
    Proof.
      destruct (first_step i _ Hi (leaves Tab i Hi)) as [_ Zero]. cbn [met_leaf] in Zero.
      rewrite !Nat.eqb_refl in Zero. cbn in Zero.
      pose proof (return_at_least_depth (Out i n 0) (conj (leaves Tab i Hi) eq_refl)) as Far. cbn [depth] in Far.
      pose proof (from_fork_pos i Hi). pose proof (pos_INR n). unfold difference. rewrite Zero. split; lra.
    Qed.

    Lemma reach_step : forall s, within i s -> ends true s = false -> reach s = mean reach (moves_untied s).
    Proof.
      intros s Hs Free. unfold reach. rewrite (difference_step s Hs Free). unfold Rdiv.
      rewrite Rmult_comm, <- mean_scale. apply mean_same, Forall_forall. intros a _. ring.
    Qed.

    Lemma reach_ends : forall s, within i s -> ends true s = true ->
      (depth s = 0 /\ h i s = from_fork i /\ h t s = from_fork t /\ reach s = 0) \/ s = Out i n 0 /\ reach s = 1.
    Proof.
      intros s [Hs In] End. destruct s as [| | w e j | w [| e] j]; try easy; subst w.
      - right. cbn in End. apply Nat.eqb_eq in End. subst e. rewrite (connector Tab _ _ Hs). split; [reflexivity |].
        unfold reach. field. pose proof at_leaf. lra.
      - left. rewrite !back_at_fork by assumption. repeat split. unfold reach, difference, return_time.
        rewrite !back_at_fork by assumption. unfold Rdiv. ring.
    Qed.

    Lemma reach_is_probability : forall s, within i s -> 0 <= reach s <= 1.
    Proof.
      intros s Hs. split.
      - enough (- reach s <= 0) by lra. revert s Hs. apply (maximum true (fun s => - reach s)); intros s Hs End.
        + destruct (reach_ends s Hs End) as [(_ & _ & _ & ->) | [_ ->]]; lra.
        + rewrite mean_opp, <- reach_step by assumption. lra.
      - enough (reach s - 1 <= 0) by lra. revert s Hs. apply (maximum true (fun s => reach s - 1)); intros s Hs End.
        + destruct (reach_ends s Hs End) as [(_ & _ & _ & ->) | [_ ->]]; lra.
        + pose proof (rises_if true s (fun r => reach r - 1) reach reach (-1) 1 0 Hs End) as Rise.
          cbn beta in Rise. rewrite (reach_step s Hs End) at 1.
          assert (Each : forall s', within i s' -> depth s' = depth s + 1 \/ depth s' = depth s - 1 ->
            -1 + 1 * reach s' + 0 * reach s' <= reach s' - 1) by (intros; lra).
          specialize (Rise Each). lra.
    Qed.

    (* To the leaf and back it is 2m - d from depth d, and d at least without. *)
    Lemma returns_bound : forall s, within i s -> depth s + 2 * reach s * (m - depth s) <= return_time s.
    Proof.
      intros s Hs. enough (depth s + 2 * reach s * (m - depth s) - return_time s <= 0) by lra. revert s Hs.
      apply (maximum true (fun s => depth s + 2 * reach s * (m - depth s) - return_time s)); intros s Hs End.
      - destruct (reach_ends s Hs End) as [(-> & _ & At & ->) | [-> ->]]; unfold return_time in *; [lra |].
        pose proof (return_at_least_depth _ Hs) as Far. unfold return_time in Far. cbn [depth] in *. unfold m. lra.
      - pose proof (return_step s _ Hs End) as Here. pose proof (reach_step s Hs End) as Prob.
        pose proof (rises_if true s (fun r => depth r + 2 * reach r * (m - depth r) - return_time r) reach (h t)
          (depth s - 1 + from_fork t) (2 * (m - depth s)) (-1) Hs End) as Rise. cbn beta in Rise.
        unfold return_time in *.
        rewrite <- Prob in Rise. refine (Rle_trans _ _ _ _ (Rise _)); [lra |].
        intros s' Hs' Near. pose proof (reach_is_probability s' Hs'). destruct Near as [-> | ->]; lra.
    Qed.

    (* The same with the target at this leaf: it is m - d to the leaf, or d to the fork. *)
    Lemma excursion_bound : forall s, within i s ->
      depth s + reach s * (m - 2 * depth s) <= h i s - (1 - reach s) * from_fork i.
    Proof.
      intros s Hs.
      enough (depth s + reach s * (m - 2 * depth s) - h i s + (1 - reach s) * from_fork i <= 0) by lra. revert s Hs.
      apply (maximum true (fun s => depth s + reach s * (m - 2 * depth s) - h i s + (1 - reach s) * from_fork i));
        intros s Hs End.
      - destruct (reach_ends s Hs End) as [(-> & -> & _ & ->) | [-> ->]]; [lra |].
        destruct (first_step i _ Hi (proj1 Hs)) as [Pos _]. cbn [depth]. unfold m. lra.
      - destruct (first_step i s Hi (proj1 Hs)) as [_ Here]. pose proof (reach_step s Hs End) as Prob.
        rewrite (no_target i i s true Hs End (or_intror eq_refl)) in Here.
        pose proof (rises_if true s
          (fun r => depth r + reach r * (m - 2 * depth r) - h i r + (1 - reach r) * from_fork i) reach (h i)
          (depth s - 1 + from_fork i) (m - 2 * depth s - from_fork i) (-1) Hs End) as Rise. cbn beta in Rise.
        rewrite <- Prob in Rise. refine (Rle_trans _ _ _ _ (Rise _)); [lra |].
        intros s' Hs' Near. pose proof (reach_is_probability s' Hs'). destruct Near as [-> | ->]; lra.
    Qed.
  End Corridor.
End Table.
