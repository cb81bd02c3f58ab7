(* Absorbing Markov chains: the expected hitting time is the only bounded solution of the first-step equations.

   The states are those in `on`; from each that is not a target the chain moves by a law, a list of probabilities and
   next states. The hitting time T is the number of moves until a target is met. survival n s is the probability that
   T > n from s, by its recurrence in n; since E T is the sum over n of P(T > n), the expected hitting time is the limit
   of the partial sums within_horizon N s (expected_time). Where a move from s has a price, expected_price is the limit
   of what N moves cost.

   Hypothesis of the theorems: some function that is nowhere negative falls by one on average at each move. Then no
   state can avoid the target for ever with positive probability, so that this need not be assumed. On finitely many
   states every function is bounded (bounded_on).

   Main definitions: survival, expected_time, expected_price, solves.
   Main results: comparison (a function that rises on average is nowhere above its values at the targets),
   solution_is_expected_time, solution_is_expected_price, solution_unique, expected_time_solves. *)
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

  Lemma mean_opp : forall f law, mean (fun s => - f s) law = - mean f law.
  Proof. intros f law. induction law as [| [p s] law IH]; [cbn; ring |]. rewrite !mean_cons, IH. ring. Qed.

  (* A lower bound of a mean, by a linear bound of each value. *)
  Lemma mean_affine : forall (f g h : State -> R) a b c law, Forall (fun m => 0 < fst m) law ->
    mean (fun _ => 1) law = 1 -> Forall (fun m => a + b * g (snd m) + c * h (snd m) <= f (snd m)) law ->
    a + b * mean g law + c * mean h law <= mean f law.
  Proof.
    intros f g h a b c law Pos One Each.
    replace (a + b * mean g law + c * mean h law) with (mean (fun s => a * 1 + b * g s + c * h s) law)
      by (rewrite !mean_plus, !mean_scale, One; ring).
    apply mean_le. rewrite Forall_forall in *. intros m Hm. specialize (Pos m Hm). specialize (Each m Hm). lra.
  Qed.

  Lemma mean_tight : forall (f : State -> R) c law, Forall (fun m => 0 < fst m) law -> mean (fun _ => 1) law = 1 ->
    Forall (fun m => c <= f (snd m)) law -> mean f law <= c -> Forall (fun m => f (snd m) = c) law.
  Proof.
    intros f c law Pos One Each Least.
    assert (Zero : mean (fun s => f s + - c * 1) law <= 0) by (rewrite mean_plus, mean_scale, One; lra).
    clear One Least.
    induction law as [| [p s] law IH]; [constructor |]. rewrite mean_cons in Zero.
    pose proof (Forall_inv Pos) as Hp. pose proof (Forall_inv Each) as Here. cbn in Hp, Here.
    apply Forall_inv_tail in Pos, Each.
    assert (Rest : 0 <= mean (fun s => f s + - c * 1) law).
    { rewrite <- (Rmult_0_l (mean f law)), <- mean_scale. apply mean_le. rewrite Forall_forall in *.
      intros m Hm. specialize (Pos m Hm). specialize (Each m Hm). lra. }
    assert (0 <= p * (f s + - c * 1)) by (apply Rmult_le_pos; lra). constructor; [| apply IH; try assumption; lra].
    cbn. assert (Nil : p * (f s + - c * 1) = 0) by lra. apply Rmult_integral in Nil. lra.
  Qed.

  Lemma bounded_on : forall (h : State -> R) (l : list State), exists M, forall s, In s l -> Rabs (h s) <= M.
  Proof.
    intros h l. enough (exists M, 0 <= M /\ forall s, In s l -> Rabs (h s) <= M) as (M & _ & Bound) by now exists M.
    induction l as [| s l (M & HM & Bound)]; [exists 0; split; [lra | intros s []] |].
    exists (M + Rabs (h s)). pose proof (Rabs_pos (h s)). split; [lra |].
    intros t [<- | Ht]; [lra | specialize (Bound t Ht); lra].
  Qed.
End Laws.

Section Chain.
  Variable State : Type.
  Variable target : State -> bool.
  Variable moves : State -> list (R * State).
  Variable on : State -> Prop.

  Definition is_law (law : list (R * State)) : Prop :=
    Forall (fun m => 0 <= fst m /\ on (snd m)) law /\ mean (fun _ => 1) law = 1.

  Hypothesis laws : forall s, on s -> target s = false -> is_law (moves s).

  (* P(T > n) from s *)
  Fixpoint survival (n : nat) (s : State) : R :=
    if target s then 0 else match n with O => 1 | S m => mean (survival m) (moves s) end.

  (* E min(T, N) = the sum of P(T > n) over n < N *)
  Fixpoint within_horizon (N : nat) (s : State) : R :=
    match N with O => 0 | S m => within_horizon m s + survival m s end.

  Definition expected_time (s : State) (E : R) : Prop := Un_cv (fun N => within_horizon N s) E.

  (* The first-step equations, with a price for a move from each state. *)
  Definition solves_priced (price h : State -> R) : Prop := forall s, on s ->
    h s = if target s then 0 else price s + mean h (moves s).
  Definition solves (h : State -> R) : Prop := solves_priced (fun _ => 1) h.

  (* What N moves cost, the walk ending at a target. *)
  Fixpoint spent (price : State -> R) (N : nat) (s : State) : R :=
    if target s then 0 else match N with O => 0 | S m => price s + mean (spent price m) (moves s) end.

  Definition expected_price (price : State -> R) (s : State) (E : R) : Prop := Un_cv (fun N => spent price N s) E.

  Lemma law_le : forall s f g, on s -> target s = false ->
    (forall t, on t -> f t <= g t) -> mean f (moves s) <= mean g (moves s).
  Proof.
    intros s f g Hs Free Le. apply mean_le. destruct (laws s Hs Free) as [Law _].
    eapply Forall_impl; [| exact Law]. intros [p t] [Hp Ht]. split; [exact Hp | now apply Le].
  Qed.

  Lemma law_constant : forall s c, on s -> target s = false -> mean (fun _ => c) (moves s) = c.
  Proof.
    intros s c Hs Free. destruct (laws s Hs Free) as [_ One].
    transitivity (c * mean (fun _ => 1) (moves s)); [| rewrite One; ring]. rewrite <- mean_scale.
    apply mean_same, Forall_forall. intros m _. ring.
  Qed.

  (* ---- Survival ---- *)

  Lemma survival_step : forall n s, target s = false -> survival (S n) s = mean (survival n) (moves s).
  Proof. intros n s Free. cbn [survival]. now rewrite Free. Qed.

  Lemma survival_nonneg : forall n s, on s -> 0 <= survival n s.
  Proof.
    induction n as [| n IH]; intros s Hs; cbn [survival]; destruct (target s) eqn:Free; try lra.
    rewrite <- (law_constant s 0 Hs Free). now apply law_le.
  Qed.

  Lemma survival_falls : forall n s, on s -> survival (S n) s <= survival n s.
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

  Lemma horizon_step : forall N s, on s -> target s = false ->
    within_horizon (S N) s = 1 + mean (within_horizon N) (moves s).
  Proof.
    induction N as [| N IH]; intros s Hs Free.
    - cbn [within_horizon survival]. rewrite Free, law_constant by assumption. ring.
    - change (within_horizon (S (S N)) s) with (within_horizon (S N) s + survival (S N) s).
      rewrite IH, survival_step by assumption. cbn [within_horizon]. rewrite mean_plus. ring.
  Qed.

  Lemma spent_is_horizon : forall N s, on s -> spent (fun _ => 1) N s = within_horizon N s.
  Proof.
    induction N as [| N IH]; intros s Hs; destruct (target s) eqn:Free;
      try (rewrite horizon_at_target by exact Free); cbn [spent]; rewrite Free; try reflexivity.
    rewrite horizon_step by assumption. f_equal. apply mean_same. destruct (laws s Hs Free) as [Law _].
    eapply Forall_impl; [| exact Law]. intros [p t] [_ Ht]. now apply IH.
  Qed.

  (* The longer the horizon, the less can be left: N P(T > N) <= E min(T, N). *)
  Lemma survival_small : forall N s, on s -> INR N * survival N s <= within_horizon N s.
  Proof.
    induction N as [| N IH]; intros s Hs; cbn [within_horizon]; [cbn [INR]; lra |]. rewrite S_INR.
    pose proof (survival_falls N s Hs) as Falls. pose proof (survival_nonneg (S N) s Hs). specialize (IH s Hs).
    pose proof (pos_INR N). assert (INR N * survival (S N) s <= INR N * survival N s) by (apply Rmult_le_compat_l; lra).
    lra.
  Qed.

  (* A family that rises on average is at most its first bound times the survival. *)
  Lemma rising_below_survival : forall (g : nat -> State -> R) M, 0 <= M ->
    (forall N s, on s -> target s = true -> g N s <= 0) -> (forall s, on s -> g O s <= M) ->
    (forall N s, on s -> target s = false -> g (S N) s <= mean (g N) (moves s)) ->
    forall N s, on s -> g N s <= M * survival N s.
  Proof.
    intros g M HM Met First Rises. induction N as [| N IH]; intros s Hs; destruct (target s) eqn:Free.
    - cbn [survival]. rewrite Free, Rmult_0_r. now apply Met.
    - cbn [survival]. rewrite Free, Rmult_1_r. now apply First.
    - cbn [survival]. rewrite Free, Rmult_0_r. now apply Met.
    - rewrite survival_step by exact Free. rewrite <- mean_scale.
      apply Rle_trans with (1 := Rises N s Hs Free). now apply law_le.
  Qed.

  Section Falling.
    (* Nowhere negative, and falls by one on average at each move: an upper bound of the expected time. *)
    Variable h0 : State -> R.
    Hypothesis Pos0 : forall s, on s -> 0 <= h0 s.
    Hypothesis Falls0 : forall s, on s -> target s = false -> 1 + mean h0 (moves s) <= h0 s.

    Lemma horizon_below : forall N s, on s -> within_horizon N s <= h0 s.
    Proof.
      induction N as [| N IH]; intros s Hs; [now apply Pos0 |].
      destruct (target s) eqn:Free; [rewrite horizon_at_target by exact Free; now apply Pos0 |].
      rewrite horizon_step by assumption. apply Rle_trans with (2 := Falls0 s Hs Free).
      apply Rplus_le_compat_l. now apply law_le.
    Qed.

    Lemma survival_below : forall N s, on s -> INR N * survival N s <= h0 s.
    Proof.
      intros N s Hs. apply Rle_trans with (1 := survival_small N s Hs). now apply horizon_below.
    Qed.

    (* The maximum principle: what rises on average, and is at most zero at the targets, is so everywhere. *)
    Theorem comparison : forall u M, (forall s, on s -> u s <= M) -> (forall s, on s -> target s = true -> u s <= 0) ->
      (forall s, on s -> target s = false -> u s <= mean u (moves s)) -> forall s, on s -> u s <= 0.
    Proof.
      intros u M Bound Met Rises s Hs. destruct (Rle_or_lt (u s) 0) as [Done | Up]; [exact Done | exfalso].
      specialize (Bound s Hs) as Here. destruct (archimed (M * h0 s / u s)) as [Large _].
      assert (Whole : 0 <= M * h0 s / u s).
      { apply Rmult_le_pos; [apply Rmult_le_pos; [lra | now apply Pos0] | left; now apply Rinv_0_lt_compat]. }
      set (N := Z.to_nat (up (M * h0 s / u s))).
      assert (HN : M * h0 s / u s < INR N).
      { unfold N. rewrite INR_IZR_INZ, Z2Nat.id by (apply le_IZR; lra). exact Large. }
      pose proof (rising_below_survival (fun _ => u) M ltac:(lra) (fun _ => Met) Bound (fun _ => Rises) N s Hs)
        as Small.
      cbn beta in Small.
      pose proof (survival_below N s Hs) as Left. set (v := survival N s) in *.
      assert (M * h0 s < INR N * u s).
      { replace (M * h0 s) with (M * h0 s / u s * u s) by (field; lra). now apply Rmult_lt_compat_r. }
      assert (INR N * u s <= INR N * (M * v)) by (apply Rmult_le_compat_l; [apply pos_INR | exact Small]).
      assert (M * (INR N * v) <= M * h0 s) by (apply Rmult_le_compat_l; lra). lra.
    Qed.

    (* A bounded solution is the limit of what N moves cost. *)
    Theorem solution_is_expected_price : forall price h M, (forall s, on s -> Rabs (h s) <= M) ->
      solves_priced price h -> forall s, on s -> expected_price price s (h s).
    Proof.
      intros price h M Bound Solves s Hs e He.
      assert (HM : 0 <= M) by (specialize (Bound s Hs); pose proof (Rabs_pos (h s)); lra).
      assert (Met : forall N r, on r -> target r = true -> h r = 0 /\ spent price N r = 0).
      { intros N r Hr Met. split; [rewrite (Solves r Hr), Met; reflexivity | destruct N; cbn; now rewrite Met]. }
      assert (Step : forall N r, on r -> target r = false ->
        h r - spent price (S N) r = mean (fun t => h t - spent price N t) (moves r)).
      { intros N r Hr Free. rewrite (Solves r Hr) at 1. cbn [spent]. rewrite Free.
        unfold Rminus at 2. rewrite mean_plus, mean_opp. ring. }
      assert (Near : forall N, Rabs (h s - spent price N s) <= M * survival N s).
      { intros N. apply Rabs_le. split.
        - enough (- (h s - spent price N s) <= M * survival N s) by lra.
          apply (rising_below_survival (fun N r => - (h r - spent price N r)) M HM); try exact Hs.
          + intros n r Hr Goal. destruct (Met n r Hr Goal) as [-> ->]. lra.
          + intros r Hr. cbn [spent]. pose proof (Rle_abs (- h r)) as Abs. rewrite Rabs_Ropp in Abs.
            specialize (Bound r Hr). destruct (target r); lra.
          + intros n r Hr Free. rewrite (Step n r Hr Free), mean_opp. lra.
        - apply (rising_below_survival (fun N r => h r - spent price N r) M HM); try exact Hs.
          + intros n r Hr Goal. destruct (Met n r Hr Goal) as [-> ->]. lra.
          + intros r Hr. cbn [spent]. pose proof (Rle_abs (h r)). specialize (Bound r Hr). destruct (target r); lra.
          + intros n r Hr Free. rewrite (Step n r Hr Free). lra. }
      destruct (archimed (M * h0 s / e)) as [Up _].
      assert (Whole : 0 <= M * h0 s / e)
        by (apply Rmult_le_pos; [apply Rmult_le_pos; auto | left; now apply Rinv_0_lt_compat]).
      exists (Z.to_nat (up (M * h0 s / e))). intros N HN. unfold R_dist. rewrite Rabs_minus_sym.
      apply le_INR in HN. rewrite INR_IZR_INZ, Z2Nat.id in HN by (apply le_IZR; lra).
      specialize (Near N). pose proof (survival_below N s Hs) as Small.
      set (d := Rabs (h s - spent price N s)) in *. set (v := survival N s) in *.
      assert (HNpos : 0 < INR N) by lra. assert (M * (INR N * v) <= M * h0 s) by (apply Rmult_le_compat_l; lra).
      assert (INR N * d <= INR N * (M * v)) by (apply Rmult_le_compat_l; lra).
      assert (M * h0 s < INR N * e).
      { replace (M * h0 s) with (M * h0 s / e * e) by (field; lra). apply Rmult_lt_compat_r; lra. }
      apply Rmult_lt_reg_l with (INR N); lra.
    Qed.

    Theorem solution_is_expected_time : forall h M, (forall s, on s -> Rabs (h s) <= M) -> solves h ->
      forall s, on s -> expected_time s (h s).
    Proof.
      intros h M Bound Solves s Hs e He. destruct (solution_is_expected_price _ h M Bound Solves s Hs e He) as [N0 HN0].
      exists N0. intros N HN. rewrite <- spent_is_horizon by exact Hs. now apply HN0.
    Qed.

    Theorem solution_unique : forall h M h' M', (forall s, on s -> Rabs (h s) <= M) -> solves h ->
      (forall s, on s -> Rabs (h' s) <= M') -> solves h' -> forall s, on s -> h s = h' s.
    Proof.
      intros h M h' M' Bound Solves Bound' Solves' s Hs. apply UL_sequence with (fun N => within_horizon N s);
        [now apply solution_is_expected_time with M | now apply solution_is_expected_time with M'].
    Qed.
  End Falling.

  (* The converse: finite expected hitting times solve the equations, and are not negative. *)
  Theorem expected_time_solves : forall h, (forall s, on s -> expected_time s (h s)) ->
    solves h /\ forall s, on s -> 0 <= h s.
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
