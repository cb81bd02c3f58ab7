(* A table with a uniform fork that costs H* never turns where it walks.

   Hypotheses: those of Excursions.v (tabled), W >= 2, and that the mean cost is H*. Rows of states that are never
   walked on, such as those of lanes that are never taken, may be anything.

   The proof. At H* every bound of UntiedOptimal.v is attained: each excursion reaches its leaf, and a wrong one takes
   2m steps. By induction along the walk, from depth d outward it is exactly 2m - d steps back to the fork, and
   homeward d. A turn would need more.

   Main definitions: walked (the states that a walk from the source visits), turns, on_course.
   Main results: always_reached, returns_least, untied_straight. *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import ExpectedCost Chain Graph Excursions UntiedOptimal.
Import ListNotations.
Local Open Scope R_scope.

Section Equality.
  Variables (W n : nat) (table : state -> list (R * state)) (states : list state) (h : nat -> state -> R).
  Hypothesis Tab : tabled W n table states h.

  Local Notation m := (m n).
  Local Notation F := (from_fork h).
  Local Notation moves := (moves_untied W table).
  Local Notation e := (e n h).
  Local Notation wrong_steps := (wrong_steps h).
  Local Notation own_steps := (own_steps n h).

  Inductive walked : state -> Prop :=
    | walk_starts : walked Source
    | walk_goes_on : forall s s', walked s -> In s' (map snd (moves s)) -> walked s'.

  Definition turns (s s' : state) : Prop :=
    match s, s' with Out _ a _, Home _ _ _ => a <> n | Home _ (S _) _, Out _ _ _ => True | _, _ => False end.

  Hypothesis Two : (2 <= W)%nat.
  Hypothesis Least : sum W (fun t => h t Source) / INR W = 1 + (2 * INR W - 1) * m.

  Lemma fork_total : sum W F = (2 * INR W - 1) * m * INR W.
  Proof.
    rewrite (mean_source _ _ _ _ _ Tab) in Least. assert (2 <= INR W) by (apply (le_INR 2) in Two; exact Two).
    replace (sum W F) with (sum W F / INR W * INR W) by (field; lra). f_equal. lra.
  Qed.

  Lemma always_reached : forall t, (t < W)%nat -> e t = 1.
  Proof.
    intros t Ht. pose proof (total_bound _ _ _ _ _ Tab Two) as All. rewrite fork_total in All.
    pose proof (sum_member W _ t Ht (error_nonneg _ _ _ _ _ Tab Two)) as Here. cbn beta in Here.
    pose proof (error_nonneg _ _ _ _ _ Tab Two t Ht). pose proof (e_pos _ _ _ _ _ Tab Two t Ht).
    assert (Zero : 1 / e t - 1 = 0) by lra. apply Rmult_eq_reg_r with (/ e t); [| apply Rinv_neq_0_compat; lra].
    rewrite Rinv_r; lra.
  Qed.

  Lemma returns_least : forall w t, (w < W)%nat -> (t < W)%nat -> t <> w -> wrong_steps w t = 2 * m.
  Proof.
    assert (Wrong : forall w t, (w < W)%nat -> (t < W)%nat -> t <> w -> 2 * m <= wrong_steps w t).
    { intros w t Hw Ht Other. pose proof (wrong_bound _ _ _ _ _ Tab Two w t Hw Ht Other) as Low.
      rewrite (always_reached w Hw) in Low. lra. }
    assert (Fork : forall t, (t < W)%nat -> F t = own_steps t + sum_wrong W t (fun w => wrong_steps w t)).
    { intros t Ht. rewrite <- (balance _ _ _ _ _ Tab Two t Ht), always_reached by exact Ht. ring. }
    assert (Extra : forall t, (t < W)%nat ->
      F t - (2 * INR W - 1) * m = own_steps t - m + sum_wrong W t (fun w => wrong_steps w t - 2 * m)).
    { intros t Ht. rewrite (Fork t Ht). unfold sum_wrong.
      rewrite (sum_same W (fun w => if w =? t then 0 else wrong_steps w t - 2 * m)
        (fun w => (if w =? t then 0 else wrong_steps w t) + -1 * (if w =? t then 0 else 2 * m)))
        by (intros w _; destruct (w =? t); ring).
      rewrite sum_plus, sum_scale. fold (sum_wrong W t (fun _ => 2 * m)).
      rewrite sum_wrong_constant by exact Ht. ring. }
    assert (Own : forall t, (t < W)%nat -> m <= own_steps t).
    { intros t Ht. pose proof (own_bound _ _ _ _ _ Tab Two t Ht) as Low. rewrite (always_reached t Ht) in Low. lra. }
    assert (Pos : forall t, (t < W)%nat -> 0 <= sum_wrong W t (fun w => wrong_steps w t - 2 * m)).
    { intros t Ht. apply sum_nonneg. intros w Hw. destruct (Nat.eqb_spec w t); [lra |].
      pose proof (Wrong w t Hw Ht ltac:(lia)). lra. }
    assert (None : forall t, (t < W)%nat -> F t - (2 * INR W - 1) * m <= 0).
    { intros t Ht. pose proof (sum_member W (fun t => F t + -1 * ((2 * INR W - 1) * m)) t Ht) as Here. cbn beta in Here.
      rewrite sum_plus, sum_scale, sum_constant, fork_total in Here.
      enough (Each : forall v, (v < W)%nat -> 0 <= F v + -1 * ((2 * INR W - 1) * m)) by (specialize (Here Each); lra).
      intros v Hv. pose proof (Extra v Hv). pose proof (Own v Hv). pose proof (Pos v Hv). lra. }
    intros w t Hw Ht Other. apply Rle_antisym; [| now apply Wrong].
    pose proof (sum_member W (fun w => if w =? t then 0 else wrong_steps w t - 2 * m) w Hw) as Here. cbn beta in Here.
    fold (sum_wrong W t (fun w => wrong_steps w t - 2 * m)) in Here.
    destruct (Nat.eqb_spec w t) as [-> |]; [easy |].
    assert (Each : forall v, (v < W)%nat -> 0 <= if v =? t then 0 else wrong_steps v t - 2 * m).
    { intros v Hv. destruct (Nat.eqb_spec v t); [lra |]. pose proof (Wrong v t Hv Ht ltac:(lia)). lra. }
    specialize (Here Each). pose proof (Extra t Ht). pose proof (Own t Ht). pose proof (None t Ht). lra.
  Qed.

  (* What holds wherever the walk goes: out to the leaf and back, without a step too many. *)
  Definition on_course (s : state) : Prop :=
    match s with
    | Out w a _ => (w < W)%nat /\ reach n h w (other w) s = 1 /\ return_time h (other w) s = 2 * m - (INR a + 1)
    | Home w a _ => (w < W)%nat /\ return_time h (other w) s = INR a
    | _ => True
    end.

  Lemma enters_straight : forall s0, (match s0 with Home _ (S _) _ => False | _ => True end) ->
    Forall (fun a => on_course (snd a) /\ ~ turns s0 (snd a)) (map (fun w => (1 / INR W, Out w 0 0)) (seq 0 W)).
  Proof.
    intros s0 Free. apply Forall_map, Forall_forall. intros v Hv. apply in_seq in Hv. cbn [snd].
    split; [| destruct s0 as [| | w a i | w [| a] i]; easy]. destruct (other_is _ Two v) as [Ho No].
    pose proof (returns_least v (other v) ltac:(lia) Ho No) as Back. unfold wrong_steps, entry in Back.
    split; [lia | split; [exact (always_reached v ltac:(lia)) | cbn [INR]; lra]].
  Qed.

  (* Where no next state is better than c, and c on average is needed, each is c. *)
  Lemma forced : forall w s c, (w < W)%nat -> within states w s -> ends n false s = false ->
    return_time h (other w) s = c + 1 -> (forall a, In a (moves s) -> c <= return_time h (other w) (snd a)) ->
    forall a, In a (moves s) -> return_time h (other w) (snd a) = c.
  Proof.
    intros w s c Hw Hin Free Here Each. apply Forall_forall. apply Forall_forall in Each.
    destruct (other_is _ Two w) as [Ho No].
    destruct (law_of _ _ _ _ _ Tab s (proj1 Hin)) as [_ One].
    apply mean_tight; [exact (positive_of _ _ _ _ _ Tab s (proj1 Hin)) | exact One | exact Each |].
    rewrite (mean_same _ (fun r => h (other w) r + - F (other w) * 1))
      by (apply Forall_forall; intros; unfold return_time; ring).
    pose proof (return_step _ _ _ _ _ Tab w (other w) Ho No s false Hin Free) as Step.
    unfold return_time in Here. rewrite mean_plus, mean_scale, One. lra.
  Qed.

  Lemma straight_step : forall s, In s states -> on_course s ->
    Forall (fun a => on_course (snd a) /\ ~ turns s (snd a)) (moves s).
  Proof.
    intros s Hs Course. pose proof (adjacent _ _ _ _ _ Tab s Hs) as To.
    assert (Deep : forall w, (w < W)%nat -> within states w s -> ends n false s = false ->
      Forall (fun a => depth (snd a) <= return_time h (other w) (snd a) /\
        (depth (snd a) = depth s + 1 \/ depth (snd a) = depth s - 1)) (moves s)).
    { intros w Hw In Free. destruct (other_is _ Two w) as [Ho No].
      eapply Forall_impl; [| exact (stays_within _ _ _ _ _ Tab w s false In Free)]. intros a [Ha Near].
      split; [exact (return_at_least_depth _ _ _ _ _ Tab w (other w) Ho No _ Ha) | exact Near]. }
    destruct s as [| | w a i | w [| a] i]; try (now apply enters_straight).
    - repeat constructor; easy.
    - destruct Course as (Hw & Sure & Back), To as [_ To]. destruct (other_is _ Two w) as [Ho No].
      assert (Hin : within states w (Out w a i)) by now split.
      specialize (Deep w Hw Hin eq_refl). cbn [depth] in Deep. destruct (Nat.eq_dec a n) as [-> | Inner].
      + pose proof (forced w (Out w n i) (INR n) Hw Hin eq_refl) as Forced.
        unfold Excursions.m in Back. specialize (Forced ltac:(lra)).
        rewrite Forall_forall in *. intros b Hb. specialize (To b Hb).
        assert (Far : forall x, In x (moves (Out w n i)) -> INR n <= return_time h (other w) (snd x))
          by (intros x Hx; destruct (Deep x Hx) as [Low [Near | Near]]; lra).
        specialize (Forced Far b Hb). destruct b as [p [| | v c j | v c j]]; try easy; cbn [snd next_to] in *; [lia |].
        destruct To as [-> ->]. split; [now split | now cbn].
      + assert (Free : ends n true (Out w a i) = false) by (cbn; now apply Nat.eqb_neq).
        assert (Reach : Forall (fun b => - reach n h w (other w) (snd b) = - (1)) (moves (Out w a i))).
        { apply (mean_tight (fun r => - reach n h w (other w) r));
            [exact (positive_of _ _ _ _ _ Tab _ Hs) | apply (law_of _ _ _ _ _ Tab _ Hs) | |].
          - eapply Forall_impl; [| exact (stays_within _ _ _ _ _ Tab w _ true Hin Free)]. intros b [Hb _].
            pose proof (reach_is_probability _ _ _ _ _ Tab w (other w) Hw Ho No _ Hb). lra.
          - rewrite mean_opp, <- (reach_step _ _ _ _ _ Tab w (other w) Hw Ho No _ Hin Free), Sure. lra. }
        assert (Low : Forall (fun b => 2 * m - depth (snd b) <= return_time h (other w) (snd b)) (moves (Out w a i))).
        { pose proof (stays_within _ _ _ _ _ Tab w _ true Hin Free) as Stays. rewrite Forall_forall in *. intros b Hb.
          pose proof (returns_bound _ _ _ _ _ Tab w (other w) Hw Ho No _ (proj1 (Stays b Hb))) as Low.
          specialize (Reach b Hb). replace (reach n h w (other w) (snd b)) with 1 in Low by lra. lra. }
        pose proof (forced w (Out w a i) (2 * m - (INR a + 1) - 1) Hw Hin eq_refl ltac:(lra)) as Forced.
        rewrite Forall_forall in *. intros b Hb. specialize (To b Hb).
        assert (Far : forall x, In x (moves (Out w a i)) -> 2 * m - (INR a + 1) - 1 <= return_time h (other w) (snd x))
          by (intros x Hx; specialize (Low x Hx); destruct (Deep x Hx) as [_ [Near | Near]]; lra).
        specialize (Forced Far b Hb). specialize (Low b Hb). specialize (Reach b Hb).
        destruct b as [p [| | v c j | v c j]]; try easy; cbn [snd next_to depth] in *; destruct To as [-> To].
        * destruct To as [-> _]. split; [| easy]. unfold on_course. rewrite S_INR. repeat split; [exact Hw | |]; lra.
        * subst c. exfalso. lra.
    - destruct Course as [Hw Back], To as [_ To]. assert (Hin : within states w (Home w (S a) i)) by now split.
      specialize (Deep w Hw Hin eq_refl). cbn [depth] in Deep. rewrite S_INR in *.
      pose proof (forced w (Home w (S a) i) (INR a) Hw Hin eq_refl Back) as Forced.
      rewrite Forall_forall in *. intros b Hb. specialize (To b Hb).
      assert (Far : forall x, In x (moves (Home w (S a) i)) -> INR a <= return_time h (other w) (snd x))
        by (intros x Hx; destruct (Deep x Hx) as [Low [Near | Near]]; lra).
      specialize (Forced Far b Hb). destruct (Deep b Hb) as [Low Near].
      destruct b as [p [| | v c j | v c j]]; try easy; cbn [snd next_to depth] in *; destruct To as [-> ->].
      + exfalso. rewrite S_INR in Low. lra.
      + split; [now split | easy].
  Qed.

  Theorem untied_straight : forall s s', walked s -> In s' (map snd (moves s)) -> ~ turns s s'.
  Proof.
    assert (Course : forall s, walked s -> In s states /\ on_course s).
    { induction 1 as [| s s' _ [On Course] Move]; [split; [apply (started _ _ _ _ _ Tab) | exact I] |].
      apply in_map_iff in Move as ([p r] & <- & Move). pose proof (straight_step s On Course) as Straight.
      destruct (lawful _ _ _ _ _ Tab s On) as [Law _]. rewrite Forall_forall in *.
      split; [now apply (Law (p, r)) | now apply (Straight (p, r))]. }
    intros s s' Walked Move. destruct (Course s Walked) as [On On'].
    apply in_map_iff in Move as ([p r] & <- & Move). pose proof (straight_step s On On') as Straight.
    rewrite Forall_forall in Straight. now apply (Straight (p, r)).
  Qed.
End Equality.
