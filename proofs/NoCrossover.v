(* No policy with a uniform fork and equal corridors reaches its target within T steps with a higher probability than
   the policy that never turns, for any T. So none has a higher pass@k, for any k.

   The walk is that of Graph.v, with the same rows in all corridors; lanes and the choice among them are arbitrary. Let
   m = 2K + 1 be the edges of a corridor and x = 1 - 1/W. From the fork, leaves are 2m steps apart. Behind each departure
   the leaf is the target with probability 1/W, because a walker in the target's corridor and one in a wrong corridor
   move alike until they reach the leaf: so the mean over all corridors of the probability to be still under way obeys
   the recurrence of a single corridor. Such means (mix_out, mix_home), the fork and the wrong corridors are bounded
   together, by induction on the number of steps left.

   Main definitions: late (not yet at the target after n steps), mix.
   Main results: lower (nobody is faster), upper (who never turns is as fast), no_crossover. *)
From Coq Require Import Bool Reals List Lra Lia Psatz.
From Backproof Require Import Corridor ExpectedCost Chain Graph Optimum.
Import ListNotations.
Local Open Scope R_scope.

Section Budget.
  Variables (W t : nat) (l : corridor) (lanes : nat -> nat -> nat).
  Variable spread : state -> nat -> nat -> list (R * nat).

  Hypothesis Ht : (t < W)%nat.
  Hypothesis Proper : Forall proper l.
  Hypothesis Spread : forall s w e, (w < W)%nat -> (e <= length l)%nat ->
    Forall (fun m => 0 <= fst m /\ (snd m < lanes w e)%nat) (spread s w e) /\ mean (fun _ => 1) (spread s w e) = 1.

  Local Notation rows := (fun _ : nat => l).
  Local Notation n_inner := (length l).
  Local Notation m := (S (length l)).

  (* P(the target is not reached within n steps) from a state. *)
  Definition late : nat -> state -> R := survival _ (met t rows) (moves W rows spread).

  Definition out n w e := late n (Out w e 0).
  Definition home n w e := late n (Home w e 0).
  Definition fork n := late n Fork.

  (* The mean over all corridors. *)
  Definition mix (f : nat -> R) : R := 1 / INR W * sum W f.

  Local Notation x := (1 - 1 / INR W).

  (* ---- The recurrences, with lanes folded ---- *)

  Lemma late_step : forall n s, met t rows s = false -> late (S n) s = mean (late n) (moves W rows spread s).
  Proof. intros n s Free. apply survival_step, Free. Qed.

  Lemma bundle : forall f to c y s w e, (w < W)%nat -> (e <= n_inner)%nat -> (forall i, f (to i) = y) ->
    mean f (onto to c (spread s w e)) = c * y.
  Proof. intros. now apply (mean_bundle W rows lanes spread Spread). Qed.

  Definition lanes_alike (n : nat) : Prop := forall w e i, (w < W)%nat -> (e <= n_inner)%nat ->
    late n (Out w e i) = out n w e /\ late n (Home w e i) = home n w e.

  Lemma from_fork_mix : forall n s, lanes_alike n -> mean (late n) (from_fork W spread s) = mix (fun w => out n w 0).
  Proof.
    intros n s Alike. unfold from_fork, mix. rewrite mean_over_corridors, <- sum_scale. apply sum_same. intros w Hw.
    apply bundle; [exact Hw | lia |]. intros i. apply Alike; [exact Hw | lia].
  Qed.

  Lemma out_from : forall n w e i v, lanes_alike n -> (w < W)%nat -> nth_error l e = Some v ->
    late (S n) (Out w e i) = onward v * out n w (S e) + (1 - onward v) * home n w e.
  Proof.
    intros n w e i v Alike Hw At. assert (He : (e < n_inner)%nat) by (apply nth_error_Some; now rewrite At).
    rewrite late_step by (cbn [met]; rewrite (proj2 (Nat.eqb_neq e n_inner)) by lia; apply andb_false_r).
    cbn [moves]. rewrite At, mean_app. f_equal; (apply bundle; [exact Hw | lia |]; intros j; apply Alike; lia).
  Qed.

  Lemma leaf_from : forall n w i, lanes_alike n -> (w < W)%nat -> w <> t ->
    late (S n) (Out w n_inner i) = home n w n_inner.
  Proof.
    intros n w i Alike Hw Wrong. rewrite late_step by (cbn [met]; now rewrite (proj2 (Nat.eqb_neq w t) Wrong)).
    cbn [moves]. rewrite (proj2 (nth_error_None l n_inner) (le_n _)).
    rewrite (bundle _ _ _ (home n w n_inner)); [ring | exact Hw | lia |]. intros j. apply Alike; lia.
  Qed.

  Lemma home_from : forall n w e i v, lanes_alike n -> (w < W)%nat -> nth_error l e = Some v ->
    late (S n) (Home w (S e) i) = homeward v * home n w e + (1 - homeward v) * out n w (S e).
  Proof.
    intros n w e i v Alike Hw At. assert (He : (e < n_inner)%nat) by (apply nth_error_Some; now rewrite At).
    rewrite late_step by reflexivity. cbn [moves]. rewrite At, mean_app.
    f_equal; (apply bundle; [exact Hw | lia |]; intros j; apply Alike; lia).
  Qed.

  Lemma inside_corridor : forall e, (e < n_inner)%nat -> exists v, nth_error l e = Some v /\ proper v.
  Proof.
    intros e He. destruct (nth_error l e) as [v |] eqn:At; [| apply nth_error_None in At; lia].
    exists v. split; [reflexivity |]. apply nth_error_In in At. rewrite Forall_forall in Proper. now apply Proper.
  Qed.

  Lemma lanes_fold : forall n, lanes_alike n.
  Proof.
    induction n as [| n IH]; intros w e i Hw He; [now split |]. unfold out, home. split.
    - destruct (Nat.eq_dec e n_inner) as [-> | Inner].
      + destruct (Nat.eq_dec w t) as [-> | Wrong]; [| now rewrite !leaf_from].
        unfold late. cbn [survival met]. now rewrite !Nat.eqb_refl.
      + destruct (inside_corridor e ltac:(lia)) as (v & At & _). now rewrite !(out_from n w e _ v).
    - destruct e as [| e]; [rewrite !late_step by reflexivity; cbn [moves]; now rewrite !from_fork_mix |].
      destruct (inside_corridor e ltac:(lia)) as (v & At & _). now rewrite !(home_from n w e _ v).
  Qed.

  Lemma out_step : forall n w e v, (w < W)%nat -> nth_error l e = Some v ->
    out (S n) w e = onward v * out n w (S e) + (1 - onward v) * home n w e.
  Proof. intros. apply out_from; auto using lanes_fold. Qed.

  Lemma home_step : forall n w e v, (w < W)%nat -> nth_error l e = Some v ->
    home (S n) w (S e) = homeward v * home n w e + (1 - homeward v) * out n w (S e).
  Proof. intros. apply home_from; auto using lanes_fold. Qed.

  Lemma leaf_step : forall n w, (w < W)%nat -> w <> t -> out (S n) w n_inner = home n w n_inner.
  Proof. intros. apply leaf_from; auto using lanes_fold. Qed.

  Lemma fork_step : forall n, fork (S n) = mix (fun w => out n w 0).
  Proof. intros n. unfold fork. rewrite late_step by reflexivity. apply from_fork_mix, lanes_fold. Qed.

  Lemma home_at_fork : forall n w, home n w 0 = fork n.
  Proof.
    intros [| n] w; [reflexivity |]. rewrite fork_step. unfold home. rewrite late_step by reflexivity.
    apply from_fork_mix, lanes_fold.
  Qed.

  Lemma at_target : forall n, out n t n_inner = 0.
  Proof. intros [| n]; unfold out, late; cbn [survival met]; now rewrite !Nat.eqb_refl. Qed.

  Lemma out_at_start : forall w e, w <> t \/ e <> n_inner -> out 0 w e = 1.
  Proof.
    intros w e Free. unfold out, late. cbn [survival met].
    destruct (Nat.eqb_spec w t), (Nat.eqb_spec e n_inner); cbn; reflexivity || tauto.
  Qed.

  (* ---- Means over the corridors ---- *)

  Lemma width : 0 < INR W.
  Proof. apply lt_0_INR. lia. Qed.

  Lemma share : 0 <= x <= 1.
  Proof.
    assert (H1 : 1 <= INR W) by (apply (le_INR 1); lia). assert (0 < / INR W) by (apply Rinv_0_lt_compat; lra).
    assert (/ INR W <= 1) by (rewrite <- Rinv_1; apply Rinv_le_contravar; lra). unfold Rdiv. lra.
  Qed.

  Lemma mix_same : forall f g, (forall w, (w < W)%nat -> f w = g w) -> mix f = mix g.
  Proof. intros f g Same. unfold mix. f_equal. now apply sum_same. Qed.

  Lemma mix_constant : forall c, mix (fun _ => c) = c.
  Proof. intros c. unfold mix. rewrite sum_constant. pose proof width. field. lra. Qed.

  Lemma mix_both : forall p f g, mix (fun w => p * f w + (1 - p) * g w) = p * mix f + (1 - p) * mix g.
  Proof. intros p f g. unfold mix. rewrite sum_plus, !sum_scale. ring. Qed.

  (* At the leaf: the target's corridor is done, the others count. *)
  Lemma mix_leaf : forall n c,
    mix (fun w => if w =? t then 0 else c) = x * c /\
    mix (fun w => out n w n_inner) = mix (fun w => if w =? t then 0 else out n w n_inner).
  Proof.
    intros n c. split.
    - unfold mix. change (sum W (fun w => if w =? t then 0 else c)) with (sum_wrong W t (fun _ => c)).
      rewrite sum_wrong_constant by exact Ht. pose proof width. field. lra.
    - apply mix_same. intros w _. destruct (Nat.eqb_spec w t) as [-> |]; [apply at_target | reflexivity].
  Qed.

  Lemma mix_le : forall f g, (forall w, (w < W)%nat -> f w <= g w) -> mix f <= mix g.
  Proof.
    intros f g Le. unfold mix. apply Rmult_le_compat_l; [| now apply sum_le].
    apply Rmult_le_pos; [lra |]. left. apply Rinv_0_lt_compat, width.
  Qed.

  Lemma power : forall g, 0 <= x ^ g <= 1.
  Proof.
    pose proof share. intros g. split; [now apply pow_le |].
    apply Rle_trans with (1 ^ g); [now apply pow_incr | rewrite pow1; lra].
  Qed.

  Lemma between : forall p a b c, 0 <= p <= 1 -> c <= a -> c <= b -> c <= p * a + (1 - p) * b.
  Proof. intros. nra. Qed.

  (* ---- Nobody is faster ---- *)

  Lemma lower_leaf : forall n g,
    (forall w g, (w < W)%nat -> w <> t -> (n < 2 * m + 2 * m * g)%nat -> x ^ g <= out n w n_inner) ->
    (n < 2 * m * g)%nat -> x ^ g <= mix (fun w => out n w n_inner).
  Proof.
    intros n [| g] Wrong Hn; [lia |]. destruct (mix_leaf n (x ^ g)) as [Value ->]. cbn [pow]. rewrite <- Value.
    apply mix_le. intros w Hw. destruct (Nat.eqb_spec w t); [lra |]. apply Wrong; [exact Hw | assumption | lia].
  Qed.

  Theorem lower : forall n,
    (forall g, (n < m + 2 * m * g)%nat -> x ^ g <= fork n) /\
    (forall w e g, (w < W)%nat -> w <> t -> (e <= n_inner)%nat ->
      ((n < S e + m + 2 * m * g)%nat -> x ^ g <= out n w e) /\ ((n < e + m + 2 * m * g)%nat -> x ^ g <= home n w e)) /\
    (forall e g, (e <= n_inner)%nat ->
      ((n < n_inner - e + 2 * m * g)%nat -> x ^ g <= mix (fun w => out n w e)) /\
      ((n < m - e + 2 * m * g)%nat -> x ^ g <= mix (fun w => home n w e))).
  Proof.
    induction n as [| n (AtFork & Wrong & Mixed)].
    - assert (Off : forall w e g, (w < W)%nat -> w <> t -> x ^ g <= out 0 w e).
      { intros w e g _ Hw. rewrite out_at_start by tauto. apply power. }
      repeat split; try (intros; apply power).
      + intros _. now apply Off.
      + intros Hn. destruct (Nat.eq_dec e n_inner) as [-> | Inner]; [apply lower_leaf; [auto | lia] |].
        rewrite (mix_same _ (fun _ => 1)) by (intros; apply out_at_start; tauto). rewrite mix_constant. apply power.
      + intros _. rewrite (mix_same _ (fun _ => 1)) by reflexivity. rewrite mix_constant. apply power.
    - assert (F : forall g, (S n < m + 2 * m * g)%nat -> x ^ g <= fork (S n)).
      { intros g Hn. rewrite fork_step. apply Mixed; lia. }
      assert (O : forall w e g, (w < W)%nat -> w <> t -> (e <= n_inner)%nat ->
        (S n < S e + m + 2 * m * g)%nat -> x ^ g <= out (S n) w e).
      { intros w e g Hw No He Hn. destruct (Nat.eq_dec e n_inner) as [-> | Inner].
        - rewrite leaf_step by assumption. apply Wrong; try assumption; lia.
        - destruct (inside_corridor e ltac:(lia)) as (v & At & [Hp _]). rewrite (out_step n w e v) by assumption.
          apply between; [lra | apply Wrong; try assumption; lia | apply Wrong; try assumption; lia]. }
      repeat split.
      + exact F.
      + now apply O.
      + intros Hn. destruct e as [| e]; [rewrite home_at_fork; apply F; lia |].
        destruct (inside_corridor e ltac:(lia)) as (v & At & [_ Hq]). rewrite (home_step n w e v) by assumption.
        apply between; [lra | apply Wrong; try assumption; lia | apply Wrong; try assumption; lia].
      + intros Hn. destruct (Nat.eq_dec e n_inner) as [-> | Inner].
        * apply lower_leaf; [| lia]. intros w g' Hw No Hg. apply O; try assumption; lia.
        * destruct (inside_corridor e ltac:(lia)) as (v & At & [Hp _]).
          rewrite (mix_same _ (fun w => onward v * out n w (S e) + (1 - onward v) * home n w e))
            by (intros; now apply out_step).
          rewrite mix_both. apply between; [lra | apply Mixed; lia | apply Mixed; lia].
      + intros Hn. destruct e as [| e].
        * rewrite (mix_same _ (fun _ => fork (S n))) by (intros; apply home_at_fork). rewrite mix_constant. apply F. lia.
        * destruct (inside_corridor e ltac:(lia)) as (v & At & [_ Hq]).
          rewrite (mix_same _ (fun w => homeward v * home n w e + (1 - homeward v) * out n w (S e)))
            by (intros; now apply home_step).
          rewrite mix_both. apply between; [lra | apply Mixed; lia | apply Mixed; lia].
  Qed.

  (* ---- Who never turns is as fast ---- *)

  Lemma lanes_there : forall w e, (w < W)%nat -> (e <= n_inner)%nat -> (0 < lanes w e)%nat.
  Proof.
    intros w e Hw He. destruct (Spread Source w e Hw He) as [Law One].
    destruct (spread Source w e) as [| [p i] law]; [cbn in One; lra |].
    apply Forall_inv in Law. cbn in Law. lia.
  Qed.

  Lemma late_at_most_one : forall n s, here W rows lanes s -> late n s <= 1.
  Proof.
    intros n s Hs. induction n as [| n IH].
    - unfold late. cbn [survival]. destruct (met t rows s); lra.
    - eapply Rle_trans; [| exact IH].
      apply (survival_falls _ (met t rows) (moves W rows spread) (here W rows lanes)); [| exact Hs].
      apply (graph_is_chain W t rows lanes spread Ht); [intros w _; exact Proper | exact Spread].
  Qed.

  Section Straight.
    Hypothesis Straight : Forall (fun v => v = perfect) l.

    Lemma passes : forall e v, nth_error l e = Some v -> onward v = 1 /\ homeward v = 1.
    Proof. intros e v At. apply nth_error_In in At. rewrite Forall_forall in Straight. now rewrite (Straight v At). Qed.

    Lemma upper_leaf : forall n g,
      (forall w g, (w < W)%nat -> w <> t -> (2 * m + 2 * m * g <= n)%nat -> out n w n_inner <= x ^ S g) ->
      (2 * m * g <= n)%nat -> mix (fun w => out n w n_inner) <= x ^ S g.
    Proof.
      intros n g Wrong Hn. destruct (mix_leaf n (x ^ g)) as [Value ->]. cbn [pow]. rewrite <- Value.
      apply mix_le. intros w Hw. destruct (Nat.eqb_spec w t); [lra |].
      destruct g as [| g]; [| apply Wrong; [exact Hw | assumption | lia]].
      apply late_at_most_one, (in_states W t rows lanes Ht).
      repeat split; [exact Hw | lia | apply lanes_there; [exact Hw | lia]].
    Qed.

    Theorem upper : forall n,
      (forall g, (m + 2 * m * g <= n)%nat -> fork n <= x ^ S g) /\
      (forall w e g, (w < W)%nat -> w <> t -> (e <= n_inner)%nat ->
        ((n_inner - e + 2 * m + 2 * m * g <= n)%nat -> out n w e <= x ^ S g) /\
        ((e + m + 2 * m * g <= n)%nat -> home n w e <= x ^ S g)) /\
      (forall e g, (e <= n_inner)%nat -> (n_inner - e + 2 * m * g <= n)%nat -> mix (fun w => out n w e) <= x ^ S g).
    Proof.
      induction n as [| n (AtFork & Wrong & Mixed)].
      - repeat split; try (intros; lia). intros e g He Hn. replace e with n_inner by lia.
        apply upper_leaf; [intros; lia | lia].
      - assert (F : forall g, (m + 2 * m * g <= S n)%nat -> fork (S n) <= x ^ S g).
        { intros g Hn. rewrite fork_step. apply Mixed; lia. }
        assert (O : forall w e g, (w < W)%nat -> w <> t -> (e <= n_inner)%nat ->
          (n_inner - e + 2 * m + 2 * m * g <= S n)%nat -> out (S n) w e <= x ^ S g).
        { intros w e g Hw No He Hn. destruct (Nat.eq_dec e n_inner) as [-> | Inner].
          - rewrite leaf_step by assumption. apply Wrong; try assumption; lia.
          - destruct (inside_corridor e ltac:(lia)) as (v & At & _). destruct (passes e v At) as [One _].
            rewrite (out_step n w e v), One by assumption.
            replace (1 * out n w (S e) + (1 - 1) * home n w e) with (out n w (S e)) by ring.
            apply Wrong; try assumption; lia. }
        repeat split.
        + exact F.
        + now apply O.
        + intros Hn. destruct e as [| e]; [rewrite home_at_fork; apply F; lia |].
          destruct (inside_corridor e ltac:(lia)) as (v & At & _). destruct (passes e v At) as [_ One].
          rewrite (home_step n w e v), One by assumption.
          replace (1 * home n w e + (1 - 1) * out n w (S e)) with (home n w e) by ring.
          apply Wrong; try assumption; lia.
        + intros e g He Hn. destruct (Nat.eq_dec e n_inner) as [-> | Inner].
          * apply upper_leaf; [| lia]. intros w g' Hw No Hg. apply O; try assumption; lia.
          * destruct (inside_corridor e ltac:(lia)) as (v & At & _). destruct (passes e v At) as [One _].
            rewrite (mix_same _ (fun w => out n w (S e))); [apply Mixed; lia |].
            intros w Hw. rewrite (out_step n w e v), One by assumption. ring.
    Qed.
  End Straight.

  (* ---- From the source ---- *)

  Definition visits (T : nat) : nat := (T + n_inner) / (2 * m).

  Lemma from_source : forall n, late (S n) Source = fork n.
  Proof. intros n. rewrite late_step by reflexivity. cbn [moves]. rewrite mean_cons. unfold fork. cbn. ring. Qed.

  Lemma never_faster : forall T, x ^ visits T <= late T Source.
  Proof.
    intros [| n]; [unfold late; cbn [survival met]; apply power |]. rewrite from_source. apply lower. unfold visits.
    pose proof (Nat.mul_succ_div_gt (S n + n_inner) (2 * m) ltac:(lia)). lia.
  Qed.

  Lemma straight_as_fast : Forall (fun v => v = perfect) l -> forall T, late T Source <= x ^ visits T.
  Proof.
    intros Straight T. destruct (visits T) as [| g] eqn:Visits.
    - apply late_at_most_one. now left.
    - unfold visits in Visits. pose proof (Nat.mul_div_le (T + n_inner) (2 * m) ltac:(lia)) as Enough.
      rewrite Visits in Enough. destruct T as [| n]; [lia |]. rewrite from_source. apply upper; [exact Straight | lia].
  Qed.
End Budget.

(* For every policy `l` in (0, 1], of K diamonds, against the policy that never turns: the probability to be at the
   target within T steps, and the probability that one of k independent walks is. *)
Theorem no_crossover : forall W K t lanes spread l T k, (t < W)%nat -> Forall proper l -> length l = (2 * K)%nat ->
  (forall s w e, (w < W)%nat -> (e <= 2 * K)%nat ->
    Forall (fun m => 0 <= fst m /\ (snd m < lanes w e)%nat) (spread s w e) /\ mean (fun _ => 1) (spread s w e) = 1) ->
  let within r := 1 - late W t r spread T Source in
  let g := ((T + 2 * K) / (4 * K + 2))%nat in
  within l <= 1 - (1 - 1 / INR W) ^ g /\ within (straight K) = 1 - (1 - 1 / INR W) ^ g /\
  1 - (1 - within l) ^ k <= 1 - (1 - within (straight K)) ^ k.
Proof.
  intros W K t lanes spread l T k Ht Proper Long Spread within g.
  assert (Length : length (straight K) = (2 * K)%nat) by apply repeat_length.
  assert (Visits : forall r : corridor, length r = (2 * K)%nat -> visits r T = g).
  { intros r Hr. unfold visits, g. rewrite Hr. f_equal. lia. }
  assert (Least : (1 - 1 / INR W) ^ g <= late W t l spread T Source).
  { rewrite <- (Visits l Long). apply never_faster with lanes; rewrite ?Long; assumption. }
  assert (Equal : late W t (straight K) spread T Source = (1 - 1 / INR W) ^ g).
  { rewrite <- (Visits (straight K) Length). apply Rle_antisym.
    - apply straight_as_fast with lanes; rewrite ?Length; try assumption; [apply proper_straight |].
      apply Forall_forall. intros v Hv. now apply repeat_spec in Hv.
    - apply never_faster with lanes; rewrite ?Length; try assumption. apply proper_straight. }
  unfold within. rewrite Equal. repeat split; try lra.
  enough (((1 - 1 / INR W) ^ g) ^ k <= late W t l spread T Source ^ k).
  { replace (1 - (1 - late W t l spread T Source)) with (late W t l spread T Source) by ring.
    replace (1 - (1 - (1 - 1 / INR W) ^ g)) with ((1 - 1 / INR W) ^ g) by ring. lra. }
  apply pow_incr. split; [| exact Least]. apply power with t. exact Ht.
Qed.
