(* No table with a uniform fork costs less than H*, even where every lane and every corridor has rows of its own.

   Hypotheses: those of Excursions.v (tabled). The cost is the mean over the targets of the expected hitting times from
   the source. With m = n + 1 edges from the fork to a leaf (m = 2K + 1 for K diamonds), H* = 1 + (2W - 1) m.

   The proof. Let e be the probability that an excursion into a corridor reaches the leaf. For the target t the fork is
   worth E_t / e_t and R_w / e_t for each wrong corridor w, with R_w >= 2 m e_w and E_t >= m e_t. Over pairs of
   corridors e_w/e_t + e_t/e_w >= 2.

   Main definitions: e, wrong_steps, own_steps.
   Main results: ratios_sum, balance (the first-step equation at the fork), untied_optimal. *)
From Coq Require Import Bool Reals List Lra Lia Psatz.
From Backproof Require Import ExpectedCost Chain Graph Excursions.
Import ListNotations.
Local Open Scope R_scope.

(* Ratios with those turned upside down: at least two for each pair. *)
Lemma ratios_sum : forall W e, (forall w, (w < W)%nat -> 0 < e w) ->
  INR W * (INR W - 1) <= sum W (fun t => sum_wrong W t (fun w => e w / e t)).
Proof.
  intros W e Pos. set (c := fun t w => if w =? t then 0 else e w / e t).
  change (INR W * (INR W - 1) <= sum W (fun t => sum W (fun w => c t w))).
  assert (Pair : forall t w, (t < W)%nat -> (w < W)%nat -> (if w =? t then 0 else 2) <= c t w + c w t).
  { intros t w Ht Hw. unfold c. rewrite (Nat.eqb_sym t w). destruct (w =? t); [lra |].
    pose proof (Pos t Ht). pose proof (Pos w Hw).
    replace (e w / e t + e t / e w) with (2 + (e w - e t) * (e w - e t) / (e w * e t)) by (field; lra).
    pose proof (Rle_0_sqr (e w - e t)) as Sq. unfold Rsqr in Sq.
    assert (0 < e w * e t) as Prod by (apply Rmult_lt_0_compat; lra). apply Rinv_0_lt_compat in Prod.
    assert (0 <= (e w - e t) * (e w - e t) * / (e w * e t)) by (apply Rmult_le_pos; lra). unfold Rdiv. lra. }
  assert (Both : sum W (fun t => sum W (fun w => if w =? t then 0 else 2)) <=
    sum W (fun t => sum W (fun w => c t w + c w t))) by (apply sum_le; intros t Ht; apply sum_le; auto).
  rewrite (sum_same W _ (fun t => (INR W - 1) * 2)) in Both by (intros t Ht; now apply sum_wrong_constant).
  rewrite sum_constant in Both.
  rewrite (sum_same W _ (fun t => sum W (fun w => c t w) + sum W (fun w => c w t))) in Both
    by (intros t _; apply sum_plus).
  rewrite sum_plus, (sum_swap W W (fun t w => c w t)) in Both. lra.
Qed.

Lemma mean_uniform : forall {A} (f : A -> R) c to N,
  mean f (map (fun w => (c, to w)) (seq 0 N)) = c * sum N (fun w => f (to w)).
Proof.
  intros A f c to N. induction N as [| N IH]; [cbn; ring |].
  rewrite seq_S, map_app, mean_app, IH. cbn. ring.
Qed.

Section Untied.
  Variables (W n : nat) (table : state -> list (R * state)) (states : list state) (h : nat -> state -> R).
  Hypothesis Tab : tabled W n table states h.

  Local Notation m := (m n).
  Local Notation F := (from_fork h).
  Local Notation moves := (moves_untied W table).

  Lemma source_cost : forall t, (t < W)%nat -> h t Source = 1 + F t.
  Proof.
    intros t Ht. destruct (first_step _ _ _ _ _ Tab t Source Ht (started _ _ _ _ _ Tab)) as [_ ->]. cbn.
    unfold from_fork. ring.
  Qed.

  Lemma mean_source : sum W (fun t => h t Source) / INR W = 1 + sum W F / INR W.
  Proof.
    pose proof (wide _ _ _ _ _ Tab) as HW. apply (le_INR 1) in HW. cbn in HW.
    rewrite (sum_same W _ (fun t => 1 + F t)) by (intros t Ht; now apply source_cost).
    rewrite sum_plus, sum_constant. field. lra.
  Qed.

  (* One corridor: the distance to the leaf. *)
  Lemma one_corridor : W = 1%nat -> m <= F 0%nat.
  Proof.
    intros One. set (far := fun s => match s with Source => m + 1 | _ => m - depth s end).
    assert (Low : forall s, In s states -> far s - h 0%nat s <= 0).
    { destruct (bounded_on (fun s => far s - h 0%nat s) states) as [M Bound].
      assert (Step : forall s, In s states -> 0 <= h 0%nat s /\
        h 0%nat s = if met_leaf n 0 s then 0 else 1 + mean (h 0%nat) (moves s))
        by (intros s; apply (first_step _ _ _ _ _ Tab); lia).
      apply (comparison _ (met_leaf n 0) moves (fun s => In s states)) with (h0 := h 0%nat) (M := M).
      - intros s Hs _. apply (law_of _ _ _ _ _ Tab s Hs).
      - intros s Hs. now apply Step.
      - intros s Hs Free. destruct (Step s Hs) as [_ Here]. rewrite Free in Here. lra.
      - intros s Hs. specialize (Bound s Hs). pose proof (Rle_abs (far s - h 0%nat s)). lra.
      - intros s Hs Met. destruct (Step s Hs) as [_ Here]. rewrite Met in Here. rewrite Here.
        destruct s as [| | w e i |]; try easy. apply andb_true_iff in Met as [_ E]. apply Nat.eqb_eq in E. subst e.
        unfold far, Excursions.m. cbn. lra.
      - intros s Hs Free. destruct (Step s Hs) as [_ Here]. rewrite Free in Here. rewrite Here.
        pose proof (mean_affine (fun r => far r - h 0%nat r) (h 0%nat) (h 0%nat) (far s - 1) (-1) 0 (moves s)
          (positive_of _ _ _ _ _ Tab s Hs) (proj2 (law_of _ _ _ _ _ Tab s Hs))) as Low.
        enough (Each : Forall (fun a => far s - 1 <= far (snd a)) (moves s)).
        { cbn beta in Low.
          specialize (Low ltac:(eapply Forall_impl; [| exact Each]; intros a Ha; cbn in *; lra)). lra. }
        assert (Entry : Forall (fun a => m - 1 <= far (snd a)) (map (fun w => (1 / INR W, Out w 0 0)) (seq 0 W))).
        { apply Forall_map, Forall_forall. intros w _. unfold far. cbn. lra. }
        assert (Inside : forall w, (w < W)%nat -> within states w s -> ends n true s = false ->
          Forall (fun a => far s - 1 <= far (snd a)) (moves s)).
        { intros w Hw In End. eapply Forall_impl; [| exact (stays_within _ _ _ _ _ Tab w s true In End)].
          intros [p s'] [[_ In'] Near]. cbn [snd] in *. destruct In as [_ In].
          destruct s as [| | ? ? ? | ? ? ?], s' as [| | ? ? ? | ? ? ?]; try easy; unfold far;
            destruct Near as [-> | ->]; lra. }
        pose proof (adjacent _ _ _ _ _ Tab s Hs) as To. destruct s as [| | w e i | w [| e] i]; cbn [far] in *.
        + constructor; [cbn; lra | constructor].
        + eapply Forall_impl; [| exact Entry]. cbn. intros; lra.
        + destruct To as [Hw _]. cbn in Hw. apply (Inside w Hw); [now split |]. cbn in *.
          replace (w =? 0) with true in Free by (symmetry; apply Nat.eqb_eq; lia). exact Free.
        + eapply Forall_impl; [| exact Entry]. cbn. intros; lra.
        + destruct To as [Hw _]. cbn in Hw. apply (Inside w Hw); [now split | reflexivity]. }
    specialize (Low Fork (on_fork _ _ _ _ _ Tab)). unfold far in Low. cbn in Low. unfold from_fork. lra.
  Qed.

  (* ---- Two corridors or more ---- *)

  Section Many.
    Hypothesis Two : (2 <= W)%nat.

    Definition other (i : nat) : nat := if i =? 0 then 1 else 0.
    Definition entry (w : nat) : state := Out w 0 0.
    (* The probability that an excursion into corridor i reaches the leaf. *)
    Definition e (i : nat) : R := reach n h i (other i) (entry i).

    Lemma other_is : forall i, (other i < W)%nat /\ other i <> i.
    Proof. intros i. unfold other. destruct (Nat.eqb_spec i 0); lia. Qed.

    Lemma at_entry : forall w, (w < W)%nat -> within states w (entry w).
    Proof. intros w Hw. split; [now apply (on_entry _ _ _ _ _ Tab) | reflexivity]. Qed.

    (* It is the same whichever other leaf is the target. *)
    Lemma reach_same : forall i t t', (i < W)%nat -> (t < W)%nat -> (t' < W)%nat -> t <> i -> t' <> i ->
      forall s, within states i s -> reach n h i t s <= reach n h i t' s.
    Proof.
      intros i t t' Hi Ht Ht' Other Other' s Hs. enough (reach n h i t s - reach n h i t' s <= 0) by lra. revert s Hs.
      apply (maximum _ _ _ _ _ Tab i t Ht Other true (fun s => reach n h i t s - reach n h i t' s)); intros s Hs End.
      - destruct (reach_ends _ _ _ _ _ Tab i t Hi Ht Other s Hs End) as [(D & _ & _ & ->) | [S ->]];
          destruct (reach_ends _ _ _ _ _ Tab i t' Hi Ht' Other' s Hs End) as [(D' & _ & _ & ->) | [S' ->]]; try lra;
          subst s; cbn [depth] in *; pose proof (pos_INR n); lra.
      - rewrite (reach_step _ _ _ _ _ Tab i t Hi Ht Other s Hs End) at 1.
        rewrite (reach_step _ _ _ _ _ Tab i t' Hi Ht' Other' s Hs End) at 1.
        unfold Rminus. rewrite mean_plus, mean_opp. lra.
    Qed.

    Lemma e_is : forall i t, (i < W)%nat -> (t < W)%nat -> t <> i -> e i = reach n h i t (entry i).
    Proof.
      intros i t Hi Ht Other. destruct (other_is i) as [Ho No].
      apply Rle_antisym; apply reach_same; try assumption; now apply at_entry.
    Qed.

    Lemma e_small : forall i, (i < W)%nat -> 0 <= e i <= 1.
    Proof.
      intros i Hi. destruct (other_is i) as [Ho No].
      exact (reach_is_probability _ _ _ _ _ Tab i (other i) Hi Ho No _ (at_entry i Hi)).
    Qed.

    (* An excursion into w where the target is t, and one into the target's corridor. *)
    Definition wrong_steps (w t : nat) : R := 1 + return_time h t (entry w).
    Definition own_steps (t : nat) : R := 1 + h t (entry t) - (1 - e t) * F t.

    Lemma wrong_bound : forall w t, (w < W)%nat -> (t < W)%nat -> t <> w ->
      2 * e w * m + 2 * (1 - e w) <= wrong_steps w t.
    Proof.
      intros w t Hw Ht Other. unfold wrong_steps. rewrite (e_is w t Hw Ht Other).
      pose proof (returns_bound _ _ _ _ _ Tab w t Hw Ht Other _ (at_entry w Hw)) as Low. cbn in Low. lra.
    Qed.

    Lemma own_bound : forall t, (t < W)%nat -> e t * m + 2 * (1 - e t) <= own_steps t.
    Proof.
      intros t Ht. destruct (other_is t) as [Ho No]. unfold own_steps.
      pose proof (excursion_bound _ _ _ _ _ Tab t (other t) Ht Ho No _ (at_entry t Ht)) as Low. fold (e t) in Low.
      cbn in Low. lra.
    Qed.

    (* The first-step equation at the fork. *)
    Lemma balance : forall t, (t < W)%nat -> e t * F t = own_steps t + sum_wrong W t (fun w => wrong_steps w t).
    Proof.
      intros t Ht. destruct (first_step _ _ _ _ _ Tab t Fork Ht (on_fork _ _ _ _ _ Tab)) as [_ Here].
      cbn [met_leaf] in Here. cbn [moves_untied] in Here. rewrite mean_uniform in Here. fold (F t) in Here.
      assert (HW : 2 <= INR W) by (apply (le_INR 2) in Two; exact Two).
      assert (All : INR W * F t = sum W (fun w => 1 + h t (entry w))).
      { rewrite sum_plus, sum_constant. change (F t = 1 + 1 / INR W * sum W (fun w => h t (entry w))) in Here.
        rewrite Here at 1. field. lra. }
      rewrite (sum_same W _ (fun w => if w =? t then own_steps t + (1 - e t) * F t else wrong_steps w t + F t)) in All.
      - rewrite (sum_but_one W t _ _ Ht) in All.
        rewrite (sum_same W _ (fun w => (if w =? t then 0 else wrong_steps w t) + (if w =? t then 0 else F t))) in All
          by (intros w _; destruct (w =? t); ring).
        rewrite sum_plus in All. fold (sum_wrong W t (fun w => wrong_steps w t)) in All.
        change (sum W (fun w => if w =? t then 0 else F t)) with (sum_wrong W t (fun _ => F t)) in All.
        rewrite sum_wrong_constant in All by exact Ht. lra.
      - intros w _. destruct (Nat.eqb_spec w t) as [-> |]; unfold own_steps, wrong_steps, return_time; ring.
    Qed.

    Lemma m_pos : 1 <= m.
    Proof. unfold Excursions.m. pose proof (pos_INR n). lra. Qed.

    Lemma wrong_nonneg : forall w t, (w < W)%nat -> (t < W)%nat -> t <> w -> 0 <= wrong_steps w t.
    Proof.
      intros w t Hw Ht Other. pose proof (wrong_bound w t Hw Ht Other). pose proof (e_small w Hw).
      pose proof m_pos. nra.
    Qed.

    Lemma e_pos : forall t, (t < W)%nat -> 0 < e t.
    Proof.
      intros t Ht. pose proof (balance t Ht) as Balance. pose proof (own_bound t Ht) as Own.
      pose proof (e_small t Ht) as E.
      assert (0 <= sum_wrong W t (fun w => wrong_steps w t)).
      { apply sum_nonneg. intros w Hw. destruct (Nat.eqb_spec w t); [lra | apply wrong_nonneg; lia]. }
      destruct (Req_dec (e t) 0) as [Zero | Some]; [rewrite Zero in *; lra | lra].
    Qed.

    (* What each target costs at least. *)
    Lemma fork_bound : forall t, (t < W)%nat ->
      m + 2 * (1 / e t - 1) + 2 * m * sum_wrong W t (fun w => e w / e t) <= F t.
    Proof.
      intros t Ht. pose proof (balance t Ht) as Balance. pose proof (own_bound t Ht) as Own.
      pose proof (e_pos t Ht) as E.
      assert (Wrong : sum_wrong W t (fun w => 2 * m * e w) <= sum_wrong W t (fun w => wrong_steps w t)).
      { apply sum_le. intros w Hw. destruct (Nat.eqb_spec w t) as [-> | Other]; [lra |].
        pose proof (wrong_bound w t Hw Ht ltac:(lia)). pose proof (e_small w Hw). lra. }
      assert (Scale : sum_wrong W t (fun w => 2 * m * e w) = e t * (2 * m * sum_wrong W t (fun w => e w / e t))).
      { unfold sum_wrong. rewrite <- !sum_scale. apply sum_same. intros w _. destruct (w =? t); [ring | field; lra]. }
      apply Rmult_le_reg_l with (e t); [exact E |]. rewrite Balance.
      replace (e t * (m + 2 * (1 / e t - 1) + 2 * m * sum_wrong W t (fun w => e w / e t)))
        with (e t * m + 2 * (1 - e t) + e t * (2 * m * sum_wrong W t (fun w => e w / e t))) by (field; lra). lra.
    Qed.

    Lemma total_bound : INR W * m + 2 * sum W (fun t => 1 / e t - 1) + 2 * m * (INR W * (INR W - 1)) <= sum W F.
    Proof.
      pose proof (sum_le W _ _ fork_bound) as All. rewrite !sum_plus, sum_constant, !sum_scale in All.
      pose proof (ratios_sum W e e_pos) as Pairs. pose proof m_pos.
      apply (Rmult_le_compat_l (2 * m)) in Pairs; lra.
    Qed.

    Lemma error_nonneg : forall t, (t < W)%nat -> 0 <= 1 / e t - 1.
    Proof.
      intros t Ht. pose proof (e_pos t Ht). pose proof (e_small t Ht).
      replace (1 / e t - 1) with ((1 - e t) * / e t) by (field; lra).
      apply Rmult_le_pos; [lra | left; now apply Rinv_0_lt_compat].
    Qed.
  End Many.

  Theorem untied_optimal : 1 + (2 * INR W - 1) * m <= sum W (fun t => h t Source) / INR W.
  Proof.
    rewrite mean_source. pose proof (wide _ _ _ _ _ Tab) as HW.
    assert (Real : 1 <= INR W) by (apply (le_INR 1) in HW; exact HW).
    apply Rplus_le_compat_l. apply Rmult_le_reg_r with (INR W); [lra |].
    unfold Rdiv. rewrite (Rmult_assoc (sum W F)), Rinv_l, Rmult_1_r by lra.
    destruct (Nat.eq_dec W 1) as [One | Many].
    - pose proof (one_corridor One) as Low. rewrite One. cbn [INR sum]. lra.
    - pose proof (total_bound ltac:(lia)) as All.
      pose proof (sum_nonneg W _ (error_nonneg ltac:(lia))). lra.
  Qed.
End Untied.
