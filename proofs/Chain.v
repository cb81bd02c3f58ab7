(* Finite absorbing Markov chains: the expected hitting time is the only finite solution of the first-step equations.

   A chain has finitely many states, listed in `states`; from each that is not a target it moves by a law, a list of
   probabilities and next states. The hitting time T is the number of moves until a target is met. survival n s is the
   probability that T > n from s, by its recurrence in n; since E T is the sum over n of P(T > n), the expected hitting
   time is the limit of the partial sums within_horizon N s (expected_time).

   Hypothesis of the first theorem: the equations have a solution that is nowhere negative. Then no state can avoid the
   target for ever with positive probability, so that this need not be assumed.

   Main definitions: survival, expected_time, solves.
   Main results: solution_is_expected_time, solution_unique, expected_time_solves. *)
From Coq Require Import Reals List Lra Lia Psatz.
Import ListNotations.
Local Open Scope R_scope.

Section Laws.
  Context {State : Type}.

  Definition mean (f : State -> R) (law : list (R * State)) : R := fold_right (fun m s => fst m * f (snd m) + s) 0 law.

  Lemma mean_cons : forall f p s law, mean f ((p, s) :: law) = p * f s + mean f law.
  Proof. reflexivity. Qed.

  Lemma mean_app : forall f law law', mean f (law ++ law') = mean f law + mean f law'.
  Proof.
    intros f law law'. induction law as [| [p s] law IH]; [symmetry; apply Rplus_0_l |]. cbn [app].
    rewrite !mean_cons, IH. ring.
  Qed.

  Lemma mean_scale : forall c f law, mean (fun s => c * f s) law = c * mean f law.
  Proof. intros c f law. induction law as [| [p s] law IH]; [cbn; ring |]. rewrite !mean_cons, IH. ring. Qed.

  Lemma mean_plus : forall f g law, mean (fun s => f s + g s) law = mean f law + mean g law.
  Proof. intros f g law. induction law as [| [p s] law IH]; [cbn; ring |]. rewrite !mean_cons, IH. ring. Qed.

  Lemma mean_le : forall f g law, Forall (fun m => 0 <= fst m /\ f (snd m) <= g (snd m)) law ->
    mean f law <= mean g law.
  Proof.
    intros f g law Law. induction Law as [| [p s] law [Hp Hs] _ IH]; [cbn; lra |]. rewrite !mean_cons. cbn in Hp, Hs.
    apply (Rmult_le_compat_l p) in Hs; [lra | exact Hp].
  Qed.

  Lemma mean_same : forall f g law, Forall (fun m => f (snd m) = g (snd m)) law -> mean f law = mean g law.
  Proof.
    intros f g law Law. induction Law as [| [p s] law Hs _ IH]; [reflexivity |]. cbn in Hs.
    now rewrite !mean_cons, Hs, IH.
  Qed.

  Lemma mean_limit : forall (f : nat -> State -> R) g law,
    Forall (fun m => Un_cv (fun N => f N (snd m)) (g (snd m))) law -> Un_cv (fun N => mean (f N) law) (mean g law).
  Proof.
    intros f g law Law. induction Law as [| [p s] law Hs _ IH].
    - intros e He. exists 0%nat. intros n _. unfold R_dist. cbn. rewrite Rminus_0_r, Rabs_R0. exact He.
    - cbn in Hs. apply (CV_plus (fun N => p * f N s) (fun N => mean (f N) law)); [| exact IH].
      apply (CV_mult (fun _ => p) (fun N => f N s)); [| exact Hs].
      intros e He. exists 0%nat. intros n _. unfold R_dist. rewrite Rminus_diag_eq, Rabs_R0; [exact He | reflexivity].
  Qed.
End Laws.

Section Chain.
  Variable State : Type.
  Variable target : State -> bool.
  Variable moves : State -> list (R * State).
  Variable states : list State.

  Definition is_law (law : list (R * State)) : Prop :=
    Forall (fun m => 0 <= fst m /\ In (snd m) states) law /\ mean (fun _ => 1) law = 1.

  Hypothesis laws : forall s, In s states -> target s = false -> is_law (moves s).

  (* P(T > n) from s *)
  Fixpoint survival (n : nat) (s : State) : R :=
    if target s then 0 else match n with O => 1 | S m => mean (survival m) (moves s) end.

  (* E min(T, N) = the sum of P(T > n) over n < N *)
  Fixpoint within_horizon (N : nat) (s : State) : R :=
    match N with O => 0 | S m => within_horizon m s + survival m s end.

  Definition expected_time (s : State) (E : R) : Prop := Un_cv (fun N => within_horizon N s) E.

  (* The first-step equations *)
  Definition solves (h : State -> R) : Prop := forall s, In s states ->
    h s = if target s then 0 else 1 + mean h (moves s).

  Lemma law_le : forall s f g, In s states -> target s = false ->
    (forall t, In t states -> f t <= g t) -> mean f (moves s) <= mean g (moves s).
  Proof.
    intros s f g Hs Free Le. apply mean_le. destruct (laws s Hs Free) as [Law _].
    eapply Forall_impl; [| exact Law]. intros [p t] [Hp Ht]. split; [exact Hp | now apply Le].
  Qed.

  Lemma law_constant : forall s c, In s states -> target s = false -> mean (fun _ => c) (moves s) = c.
  Proof.
    intros s c Hs Free. destruct (laws s Hs Free) as [_ One].
    transitivity (c * mean (fun _ => 1) (moves s)); [| rewrite One; ring]. rewrite <- mean_scale.
    apply mean_same, Forall_forall. intros m _. ring.
  Qed.

  Lemma survival_step : forall n s, target s = false -> survival (S n) s = mean (survival n) (moves s).
  Proof. intros n s Free. cbn [survival]. now rewrite Free. Qed.

  Lemma survival_nonneg : forall n s, In s states -> 0 <= survival n s.
  Proof.
    induction n as [| n IH]; intros s Hs; cbn [survival]; destruct (target s) eqn:Free; try lra.
    rewrite <- (law_constant s 0 Hs Free). now apply law_le.
  Qed.

  Lemma survival_falls : forall n s, In s states -> survival (S n) s <= survival n s.
  Proof.
    induction n as [| n IH]; intros s Hs; destruct (target s) eqn:Free.
    - cbn [survival]. rewrite Free. lra.
    - rewrite survival_step by exact Free. cbn [survival]. rewrite Free.
      apply Rle_trans with (mean (fun _ => 1) (moves s)); [| rewrite law_constant by assumption; lra].
      apply law_le; [exact Hs | exact Free |]. intros t Ht. cbn [survival]. destruct (target t); lra.
    - cbn [survival]. rewrite Free. lra.
    - rewrite !survival_step by exact Free. now apply law_le.
  Qed.

  Lemma horizon_at_target : forall N s, target s = true -> within_horizon N s = 0.
  Proof.
    induction N as [| N IH]; intros s Met; cbn [within_horizon]; [reflexivity |].
    rewrite IH by exact Met. destruct N; cbn [survival]; rewrite Met; ring.
  Qed.

  Lemma horizon_step : forall N s, In s states -> target s = false ->
    within_horizon (S N) s = 1 + mean (within_horizon N) (moves s).
  Proof.
    induction N as [| N IH]; intros s Hs Free.
    - cbn [within_horizon survival]. rewrite Free, law_constant by assumption. ring.
    - change (within_horizon (S (S N)) s) with (within_horizon (S N) s + survival (S N) s).
      rewrite IH, survival_step by assumption. cbn [within_horizon]. rewrite mean_plus. ring.
  Qed.

  (* The longer the horizon, the less can be left: N P(T > N) <= E min(T, N). *)
  Lemma survival_small : forall N s, In s states -> INR N * survival N s <= within_horizon N s.
  Proof.
    induction N as [| N IH]; intros s Hs; cbn [within_horizon]; [cbn [INR]; lra |]. rewrite S_INR.
    pose proof (survival_falls N s Hs) as Falls. pose proof (survival_nonneg (S N) s Hs). specialize (IH s Hs).
    pose proof (pos_INR N). assert (INR N * survival (S N) s <= INR N * survival N s) by (apply Rmult_le_compat_l; lra).
    lra.
  Qed.

  (* What a solution promises beyond the horizon, averaged over where the walk then is. *)
  Lemma beyond_horizon : forall h M, solves h -> (forall s, In s states -> Rabs (h s) <= M) ->
    forall N s, In s states -> Rabs (h s - within_horizon N s) <= M * survival N s.
  Proof.
    intros h M Solves Bound. induction N as [| N IH]; intros s Hs; destruct (target s) eqn:Free.
    - cbn. rewrite Free, (Solves s Hs), Free. rewrite Rminus_0_r, Rabs_R0. lra.
    - cbn. rewrite Free. rewrite Rminus_0_r, Rmult_1_r. now apply Bound.
    - rewrite horizon_at_target by exact Free. cbn. rewrite Free, (Solves s Hs), Free. rewrite Rminus_0_r, Rabs_R0. lra.
    - rewrite horizon_step, survival_step by assumption. rewrite (Solves s Hs), Free.
      replace (1 + mean h (moves s) - (1 + mean (within_horizon N) (moves s)))
        with (mean (fun t => h t - within_horizon N t) (moves s))
        by (unfold Rminus at 1; rewrite mean_plus;
            replace (mean (fun t => - within_horizon N t) (moves s)) with (- mean (within_horizon N) (moves s));
            [ring | rewrite <- (Rmult_1_l (mean _ _)), Ropp_mult_distr_l, <- mean_scale; apply mean_same, Forall_forall;
                    intros; ring]).
      rewrite <- mean_scale. apply Rabs_le. split.
      + rewrite <- (Rmult_1_l (mean _ _)), Ropp_mult_distr_l, <- mean_scale. apply law_le; [exact Hs | exact Free |].
        intros t Ht. pose proof (Rle_abs (- (h t - within_horizon N t))) as Abs. rewrite Rabs_Ropp in Abs.
        specialize (IH t Ht). lra.
      + apply law_le; [exact Hs | exact Free |]. intros t Ht.
        pose proof (Rle_abs (h t - within_horizon N t)). specialize (IH t Ht). lra.
  Qed.

  Lemma bounded_on : forall (h : State -> R) (l : list State), exists M, 0 <= M /\ forall s, In s l -> Rabs (h s) <= M.
  Proof.
    intros h l. induction l as [| s l (M & HM & Bound)]; [exists 0; split; [lra | intros s []] |].
    exists (M + Rabs (h s)). pose proof (Rabs_pos (h s)). split; [lra |].
    intros t [<- | Ht]; [lra | specialize (Bound t Ht); lra].
  Qed.

  Lemma horizon_below_solution : forall h, solves h -> (forall s, In s states -> 0 <= h s) ->
    forall N s, In s states -> within_horizon N s <= h s.
  Proof.
    intros h Solves Pos. induction N as [| N IH]; intros s Hs; [now apply Pos |].
    destruct (target s) eqn:Free; [rewrite horizon_at_target by exact Free; now apply Pos |].
    rewrite horizon_step, (Solves s Hs), Free by assumption. apply Rplus_le_compat_l. now apply law_le.
  Qed.

  (* If one solution is nowhere negative, every solution is the expected hitting time. *)
  Theorem solution_is_expected_time : forall h0, solves h0 -> (forall s, In s states -> 0 <= h0 s) ->
    forall h, solves h -> forall s, In s states -> expected_time s (h s).
  Proof.
    intros h0 Solves0 Pos0 h Solves s Hs. destruct (bounded_on h states) as (M & HM & Bound).
    intros e He. destruct (archimed (M * h0 s / e)) as [Up _].
    assert (Whole : 0 <= M * h0 s / e)
      by (apply Rmult_le_pos; [apply Rmult_le_pos; auto | left; now apply Rinv_0_lt_compat]).
    exists (Z.to_nat (up (M * h0 s / e))). intros N HN. unfold R_dist. rewrite Rabs_minus_sym.
    apply le_INR in HN. rewrite INR_IZR_INZ, Z2Nat.id in HN by (apply le_IZR; lra).
    pose proof (beyond_horizon h M Solves Bound N s Hs) as Beyond. pose proof (survival_small N s Hs) as Small.
    pose proof (horizon_below_solution h0 Solves0 Pos0 N s Hs) as Below.
    set (d := Rabs (h s - within_horizon N s)) in *. set (u := survival N s) in *.
    assert (HNpos : 0 < INR N) by lra. assert (M * (INR N * u) <= M * h0 s) by (apply Rmult_le_compat_l; lra).
    assert (INR N * d <= INR N * (M * u)) by (apply Rmult_le_compat_l; lra).
    assert (M * h0 s < INR N * e).
    { replace (M * h0 s) with (M * h0 s / e * e) by (field; lra). apply Rmult_lt_compat_r; lra. }
    apply Rmult_lt_reg_l with (INR N); lra.
  Qed.

  Theorem solution_unique : forall h0, solves h0 -> (forall s, In s states -> 0 <= h0 s) ->
    forall h, solves h -> forall s, In s states -> h s = h0 s.
  Proof.
    intros h0 Solves0 Pos0 h Solves s Hs.
    apply UL_sequence with (fun N => within_horizon N s); now apply solution_is_expected_time with h0.
  Qed.

  (* The converse: finite expected hitting times solve the equations, and are not negative. *)
  Theorem expected_time_solves : forall h, (forall s, In s states -> expected_time s (h s)) ->
    solves h /\ forall s, In s states -> 0 <= h s.
  Proof.
    intros h Time. split; intros s Hs; [destruct (target s) eqn:Free |].
    - apply UL_sequence with (fun N => within_horizon N s); [now apply Time |].
      intros e He. exists 0%nat. intros N _. rewrite horizon_at_target by exact Free. unfold R_dist.
      rewrite Rminus_0_r, Rabs_R0. exact He.
    - apply UL_sequence with (fun N => within_horizon (S N) s).
      + intros e He. destruct (Time s Hs e He) as [N0 HN0]. exists N0. intros N HN. apply HN0. lia.
      + assert (Limit : Un_cv (fun N => mean (within_horizon N) (moves s)) (mean h (moves s))).
        { apply mean_limit. destruct (laws s Hs Free) as [Law _]. eapply Forall_impl; [| exact Law].
          intros [p t] [_ Ht]. exact (Time t Ht). }
        intros e He. destruct (Limit e He) as [N0 HN0]. exists N0. intros N HN. specialize (HN0 N HN).
        rewrite horizon_step by assumption. unfold R_dist in *.
        replace (1 + mean (within_horizon N) (moves s) - (1 + mean h (moves s)))
          with (mean (within_horizon N) (moves s) - mean h (moves s)) by ring. exact HN0.
    - destruct (Rle_or_lt 0 (h s)) as [Pos | Neg]; [exact Pos | exfalso].
      destruct (Time s Hs (- h s) ltac:(lra)) as [N0 HN0]. specialize (HN0 N0 (le_n _)). unfold R_dist in HN0.
      assert (Up : 0 <= within_horizon N0 s).
      { pose proof (survival_small N0 s Hs). pose proof (survival_nonneg N0 s Hs). pose proof (pos_INR N0). nra. }
      rewrite Rabs_right in HN0; lra.
  Qed.
End Chain.
