(* Agents that toss coins: the bound of BlindBound.v for every randomised blind agent.

   Given where it has been, an agent's next move has a law; what it remembers of its coins is averaged in this law. So
   an agent is a function from histories to laws on the places next to the last one. It is blind: the target does not
   occur in it. unmet w n is the probability that leaf w is not visited within n more moves, and the expected time of
   the first visit is the sum over n of these probabilities.

   Whatever the coins, k + 1 leaves cannot be visited before 1 + m (2k + 1) steps (leaf_times). So at time n the
   expected number of leaves that are not visited is at least the number of k < W with n < 1 + m (2k + 1).

   Main definitions: been, legal, unmet, missing.
   Main results: been_explores (a history is a walk of BlindBound.v), missing_bound, randomised_bound. *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import ExpectedCost Chain BlindBound.
Import ListNotations.
Local Open Scope R_scope.

Section Coins.
  Variables (W m : nat) (agent : list place -> list (R * place)).
  Hypothesis Hm : (1 <= m)%nat.
  Hypothesis HW : (1 <= W)%nat.

  Definition same_place : forall p p' : place, {p = p'} + {p <> p'}.
  Proof. decide equality; apply Nat.eq_dec. Defined.

  (* Histories, the last place first. *)
  Inductive been : place -> list place -> Prop :=
    | been_source : been AtSource []
    | been_next : forall p past p', been p past -> step W m p p' -> been p' (p :: past).

  Definition legal : Prop := forall p past, been p past ->
    Forall (fun a => 0 <= fst a /\ step W m p (snd a)) (agent (p :: past)) /\ mean (fun _ => 1) (agent (p :: past)) = 1.
  Hypothesis Legal : legal.

  Definition visited (w : nat) (history : list place) : bool :=
    if in_dec same_place (Inside w m) history then true else false.

  Fixpoint unmet (w n : nat) (history : list place) : R :=
    if visited w history then 0
    else match n with O => 1 | S k => mean (fun p => unmet w k (p :: history)) (agent history) end.

  (* ---- A history is a walk of BlindBound.v ---- *)

  Lemma been_explores : forall p past, been p past -> exists found s, explores W m (length past) p found s /\
    (forall w, In w found <-> In (Inside w m) (p :: past)) /\ match p with Inside _ d => (d <= m)%nat | _ => True end.
  Proof.
    induction 1 as [| p past p' Been (found & s & Explores & Found & Depth) Step].
    - exists [], 0%nat. split; [constructor | split; [| exact I]]. intros w. cbn.
      split; [tauto | intros [No | []]; discriminate].
    - assert (Deep : match p' with Inside _ d => (d <= m)%nat | _ => True end)
        by (destruct Step; try exact I; lia || exact Hm).
      destruct p' as [| | v d]; try (exists found, s; split; [apply goes_on with p; [exact Explores | exact Step |
        discriminate] | split; [| exact Deep]]; intros w; rewrite Found; cbn; split; [tauto | intros [No | In];
        [discriminate | exact In]]).
      destruct (Nat.eq_dec d m) as [-> | Inner].
      + destruct (in_dec Nat.eq_dec v found) as [Old | New].
        * exists found, s.
          split; [apply goes_on with p; [exact Explores | exact Step | intros w E; now injection E as <-] |].
          split; [| exact Deep]. intros w. rewrite Found. cbn. split; [tauto |].
          intros [E | In]; [injection E as <-; now apply Found | exact In].
        * exists (v :: found), (s + S (length past))%nat. split; [now apply finds with p |]. split; [| exact Deep].
          intros w. cbn. rewrite Found. cbn.
          split; [intros [-> | In]; tauto | intros [E | In]; [injection E; auto | tauto]].
      + exists found, s. split; [apply goes_on with p; [exact Explores | exact Step | intros w E; injection E; lia] |].
        split; [| exact Deep]. intros w. rewrite Found. cbn. split; [tauto |].
        intros [E | In]; [injection E; lia | exact In].
  Qed.

  (* ---- How many leaves are missing ---- *)

  Definition early (n k : nat) : R := if n <? 1 + m * (2 * k + 1) then 1 else 0.
  (* The least number of leaves that are not visited at time n. *)
  Definition missing (n : nat) : R := sum W (early n).

  Lemma count_members : forall found, sum W (fun w => if in_dec Nat.eq_dec w found then 1 else 0) <= INR (length found).
  Proof.
    induction found as [| a found IH]; [rewrite (sum_same W _ (fun _ => 0)), sum_constant by reflexivity; cbn; lra |].
    apply Rle_trans with (sum W (fun w => (if w =? a then 1 else 0) + (if in_dec Nat.eq_dec w found then 1 else 0))).
    - apply sum_le. intros w _. destruct (in_dec Nat.eq_dec w (a :: found)) as [Yes | No], (in_dec Nat.eq_dec w found),
        (Nat.eqb_spec w a); try lra. destruct Yes; [congruence | contradiction].
    - rewrite sum_plus, sum_indicator. cbn [length]. rewrite S_INR. destruct (a <? W); lra.
  Qed.

  Lemma sum_from : forall N c, sum N (fun k => if k <? c then 0 else 1) = INR (N - c).
  Proof.
    intros N c. induction N as [| N IH]; [reflexivity |]. cbn [sum]. rewrite IH. destruct (Nat.ltb_spec N c).
    - replace (S N - c)%nat with (N - c)%nat by lia. ring.
    - replace (S N - c)%nat with (S (N - c)) by lia. now rewrite S_INR.
  Qed.

  Lemma missing_now : forall p past, been p past ->
    missing (length past) <= sum W (fun w => if visited w (p :: past) then 0 else 1).
  Proof.
    intros p past Been. destruct (been_explores p past Been) as (found & s & Explores & Found & Depth).
    destruct (leaf_times W m Hm _ _ _ _ Explores) as [Time _]. set (c := length found) in *.
    assert (Near : (0 < c)%nat -> (1 + m * (2 * c - 1) <= length past)%nat).
    { intros Hc. assert (Away : (away m p found <= 2 * m)%nat).
      { destruct p as [| | w d]; cbn [away]; [lia | lia |]. destruct (in_dec _ _ _); lia. }
      replace (m * (2 * c + 1))%nat with (m * (2 * c - 1) + 2 * m)%nat in Time by nia. lia. }
    apply Rle_trans with (INR (W - c)).
    - rewrite <- sum_from. apply sum_le. intros k Hk. unfold early.
      destruct (Nat.ltb_spec (length past) (1 + m * (2 * k + 1))), (Nat.ltb_spec k c); try lra.
      exfalso. specialize (Near ltac:(lia)).
      assert (m * (2 * k + 1) <= m * (2 * c - 1))%nat by (apply Nat.mul_le_mono_l; lia). lia.
    - assert (All : sum W (fun w => if visited w (p :: past) then 0 else 1) =
        INR W - sum W (fun w => if in_dec Nat.eq_dec w found then 1 else 0)).
      { rewrite (sum_same W _ (fun w => 1 + -1 * (if in_dec Nat.eq_dec w found then 1 else 0))).
        - rewrite sum_plus, sum_constant, sum_scale. ring.
        - intros w _. unfold visited. destruct (in_dec same_place _ _) as [In | No],
            (in_dec Nat.eq_dec w found) as [In' | No']; try ring; exfalso;
            [apply No', Found, In | apply No, Found, In']. }
      assert (0 <= sum W (fun w => if visited w (p :: past) then 0 else 1))
        by (apply sum_nonneg; intros w _; destruct (visited w (p :: past)); lra).
      pose proof (count_members found) as Count. fold c in Count. destruct (Nat.le_gt_cases c W).
      + rewrite minus_INR by assumption. lra.
      + replace (W - c)%nat with 0%nat by lia. cbn. lra.
  Qed.

  Lemma unmet_step : forall w n history,
    mean (fun _ => 1) (agent history) = 1 ->
    unmet w (S n) history = mean (fun p => unmet w n (p :: history)) (agent history).
  Proof.
    intros w n history One. cbn [unmet]. unfold visited at 1.
    destruct (in_dec same_place (Inside w m) history) as [Yes |]; [| reflexivity].
    rewrite (mean_same _ (fun _ => 0 * 1)); [rewrite mean_scale; ring |]. apply Forall_forall. intros a _.
    assert (Seen : visited w (snd a :: history) = true).
    { unfold visited. destruct (in_dec same_place (Inside w m) (snd a :: history)) as [| No]; [reflexivity |].
      elim No. now right. }
    destruct n; cbn [unmet]; rewrite Seen; ring.
  Qed.

  Lemma unmet_nonneg : forall w n p past, been p past -> 0 <= unmet w n (p :: past).
  Proof.
    intros w. induction n as [| n IH]; intros p past Been; cbn [unmet]; destruct (visited w (p :: past)); try lra.
    destruct (Legal p past Been) as [Law One].
    apply Rle_trans with (mean (fun _ => 0 * 1) (agent (p :: past))); [rewrite mean_scale; lra |].
    apply mean_le. eapply Forall_impl; [| exact Law]. intros a [Ha Step]. split; [exact Ha |].
    rewrite Rmult_0_l. apply IH. now apply been_next.
  Qed.

  Lemma sum_of_means : forall N (f : nat -> place -> R) law,
    sum N (fun w => mean (f w) law) = mean (fun p => sum N (fun w => f w p)) law.
  Proof.
    intros N f law. induction N as [| N IH]; cbn [sum].
    - rewrite (mean_same _ (fun _ => 0 * 1)), mean_scale by (apply Forall_forall; intros; ring). ring.
    - rewrite IH, <- mean_plus. reflexivity.
  Qed.

  Theorem missing_bound : forall n p past, been p past ->
    missing (length past + n) <= sum W (fun w => unmet w n (p :: past)).
  Proof.
    induction n as [| n IH]; intros p past Been; [rewrite Nat.add_0_r; now apply missing_now |].
    destruct (Legal p past Been) as [Law One].
    rewrite (sum_same W _ (fun w => mean (fun p' => unmet w n (p' :: p :: past)) (agent (p :: past))))
      by (intros w _; now apply unmet_step).
    rewrite (sum_of_means W (fun w p' => unmet w n (p' :: p :: past))).
    apply Rle_trans with (mean (fun _ => missing (length past + S n) * 1) (agent (p :: past)));
      [rewrite mean_scale, One; lra |].
    apply mean_le. eapply Forall_impl; [| exact Law]. intros a [Ha Step]. split; [exact Ha |]. rewrite Rmult_1_r.
    replace (length past + S n)%nat with (length (p :: past) + n)%nat by (cbn; lia). apply IH. now apply been_next.
  Qed.

  (* ---- The mean time of the first visits ---- *)

  Lemma early_sum : forall k N, sum N (fun n => early n k) = INR (Nat.min N (1 + m * (2 * k + 1))).
  Proof.
    intros k N. induction N as [| N IH]; [reflexivity |]. cbn [sum]. rewrite IH. unfold early.
    destruct (Nat.ltb_spec N (1 + m * (2 * k + 1))).
    - rewrite !Nat.min_l by lia. now rewrite S_INR.
    - rewrite !Nat.min_r by lia. ring.
  Qed.

  Theorem randomised_bound : forall time : nat -> R,
    (forall w, (w < W)%nat -> Un_cv (fun N => sum N (fun n => unmet w n [AtSource])) (time w)) ->
    1 + INR W * INR m <= sum W time / INR W.
  Proof.
    intros time Limits. assert (Real : 1 <= INR W) by (apply (le_INR 1); exact HW). set (N := (1 + m * (2 * W))%nat).
    assert (Low : sum W (fun w => sum N (fun n => unmet w n [AtSource])) <= sum W time).
    { apply sum_le. intros w Hw.
      apply (growing_ineq (fun N => sum N (fun n => unmet w n [AtSource]))); [| now apply Limits].
      intros n. cbn [sum]. pose proof (unmet_nonneg w n AtSource [] been_source). lra. }
    rewrite sum_swap in Low.
    assert (Count : sum N missing <= sum N (fun n => sum W (fun w => unmet w n [AtSource])))
      by (apply sum_le; intros n _; exact (missing_bound n AtSource [] been_source)).
    change (sum N (fun n => sum W (fun k => early n k)) <=
      sum N (fun n => sum W (fun w => unmet w n [AtSource]))) in Count.
    rewrite (sum_swap N W early) in Count.
    rewrite (sum_same W _ (fun k => 1 + INR m * (2 * INR k + 1))) in Count.
    - assert (Squares : forall V, sum V (fun k => 1 + INR m * (2 * INR k + 1)) = INR V * (1 + INR V * INR m)).
      { induction V as [| V IH]; [cbn; ring |]. cbn [sum]. rewrite IH, S_INR. ring. }
      rewrite Squares in Count. apply Rmult_le_reg_r with (INR W); [lra |].
      unfold Rdiv. rewrite (Rmult_assoc (sum W time)), Rinv_l by lra. lra.
    - intros k Hk. rewrite early_sum, Nat.min_r by (unfold N; nia).
      rewrite plus_INR, !mult_INR, plus_INR, mult_INR. cbn [INR]. ring.
  Qed.
End Coins.
