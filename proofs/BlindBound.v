(* No agent that is blind to its target does better than 1 + W m expected steps, m = 2K + 1 edges to a leaf.

   Until it meets its target, a deterministic blind agent walks one fixed walk, whatever the target is, and whatever it
   remembers. Such a walk is followed here step by step, with the list of the leaves that it has found and the sum of
   the times at which it first was at each. When it has found all W leaves, that sum over W is its expected cost, the
   target being each leaf with the same probability. A leaf that is never found costs infinitely much. An agent with
   coins is a mixture of deterministic ones (mixture: of finitely many); BlindCoins.v has all agents with coins.

   Main definitions: place, step, explores.
   Main results: leaf_times (the sum for n leaves), blind_lower_bound, mixture, blind_attained (by depth-first
   search), rlvr_within_two. *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import Corridor Optimum Chain.
Import ListNotations.

(* At the source, at the fork, or at a distance d from the fork in corridor w, 1 <= d <= m; the leaf is at d = m. *)
Inductive place := AtSource | AtFork | Inside (w d : nat).

Section Blind.
  Variables (W m : nat).
  Hypothesis Hm : (1 <= m)%nat.

  Inductive step : place -> place -> Prop :=
    | leave_source : step AtSource AtFork
    | enter_source : step AtFork AtSource
    | enter_corridor : forall w, (w < W)%nat -> step AtFork (Inside w 1)
    | leave_corridor : forall w, step (Inside w 1) AtFork
    | outward : forall w d, (1 <= d < m)%nat -> step (Inside w d) (Inside w (S d))
    | homeward : forall w d, (1 <= d)%nat -> step (Inside w (S d)) (Inside w d).

  (* After n steps at a place, with these leaves found, at first times whose sum is s. *)
  Inductive explores : nat -> place -> list nat -> nat -> Prop :=
    | at_start : explores 0 AtSource [] 0
    | goes_on : forall n p found s p', explores n p found s -> step p p' ->
        (forall w, p' = Inside w m -> In w found) -> explores (S n) p' found s
    | finds : forall n p found s w, explores n p found s -> step p (Inside w m) -> ~ In w found ->
        explores (S n) (Inside w m) (w :: found) (s + S n).

  (* The least number of steps from a place to a leaf that is not found yet. *)
  Definition away (p : place) (found : list nat) : nat :=
    match p with
    | AtSource => m + 1
    | AtFork => m
    | Inside w d => if in_dec Nat.eq_dec w found then m + d else m - d
    end.

  Lemma away_step : forall p p' found, step p p' -> (away p found <= S (away p' found))%nat.
  Proof. intros p p' found Step. destruct Step; cbn [away]; try destruct (in_dec _ _ _); lia. Qed.

  (* Leaves are 2m apart, the first is m + 1 from the source. *)
  Theorem leaf_times : forall n p found s, explores n p found s ->
    (1 + m * (2 * length found + 1) <= n + away p found)%nat /\
    (length found + m * (length found * length found) <= s)%nat.
  Proof.
    induction 1 as [| n p found s p' _ [Time Sum] Step _ | n p found s w _ [Time Sum] Step New].
    - cbn. lia.
    - pose proof (away_step p p' found Step). split; [lia | exact Sum].
    - pose proof (away_step p (Inside w m) found Step) as Near. cbn [away] in Near.
      destruct (in_dec Nat.eq_dec w found) as [Old | _]; [contradiction |].
      cbn [away length]. destruct (in_dec Nat.eq_dec w (w :: found)) as [_ | No]; [| elim No; now left].
      split; [| nia]. rewrite Nat.sub_diag in Near. lia.
  Qed.

  Local Open Scope R_scope.

  (* The mean of the first times over all W leaves, which is the cost of the agent. *)
  Theorem blind_lower_bound : (1 <= W)%nat -> forall n p found s, explores n p found s -> length found = W ->
    1 + INR W * INR m <= INR s / INR W.
  Proof.
    intros HW n p found s Explores All. destruct (leaf_times n p found s Explores) as [_ Sum]. rewrite All in Sum.
    apply le_INR in Sum, HW. cbn in HW. rewrite plus_INR, !mult_INR in Sum.
    apply Rmult_le_reg_r with (INR W); [lra |]. unfold Rdiv. rewrite (Rmult_assoc (INR s)), Rinv_l by lra. lra.
  Qed.

  (* No two leaves in the list are the same, so that W of them are all. *)
  Lemma found_distinct : forall n p found s, explores n p found s -> NoDup found.
  Proof. induction 1; [constructor | assumption | now constructor]. Qed.

  (* A mixture of agents that each cost a bound or more costs the bound or more. *)
  Theorem mixture : forall bound (agents : list (R * R)),
    Forall (fun a => 0 <= fst a /\ bound <= snd a) agents -> mean (fun _ => 1) agents = 1 ->
    bound <= mean (fun cost => cost) agents.
  Proof.
    intros bound agents Costs One. replace bound with (bound * mean (fun _ => 1) agents) by (rewrite One; ring).
    rewrite <- mean_scale. apply mean_le. eapply Forall_impl; [| exact Costs]. intros [p c] [Hp Hc]. cbn in *.
    split; [exact Hp | lra].
  Qed.

  (* ---- Depth-first search attains the bound ---- *)

  Lemma walk_out : forall n found s w d, explores n AtFork found s -> (w < W)%nat -> ~ In w found -> (1 <= d < m)%nat ->
    explores (n + d) (Inside w d) found s.
  Proof.
    intros n found s w d Explores Hw New Hd. induction d as [| d IH]; [lia |].
    assert (Free : forall v, Inside w (S d) = Inside v m -> In v found) by (intros v E; injection E; lia).
    rewrite Nat.add_succ_r. destruct d as [| d].
    - rewrite Nat.add_0_r. apply goes_on with AtFork; [exact Explores | now constructor | exact Free].
    - apply goes_on with (Inside w (S d)); [apply IH; lia | constructor; lia | exact Free].
  Qed.

  Lemma walk_back : forall n found s w d, explores n (Inside w m) found s -> In w found -> (d < m)%nat ->
    explores (n + d) (Inside w (m - d)) found s.
  Proof.
    intros n found s w d Explores Old Hd. induction d as [| d IH].
    - rewrite Nat.add_0_r, Nat.sub_0_r. exact Explores.
    - rewrite Nat.add_succ_r. apply goes_on with (Inside w (m - d)); [apply IH; lia | |].
      + replace (m - d)%nat with (S (m - S d)) by lia. constructor. lia.
      + intros v E. injection E. lia.
  Qed.

  Lemma next_leaf : forall n found s w, explores n AtFork found s -> (w < W)%nat -> ~ In w found ->
    explores (n + m) (Inside w m) (w :: found) (s + (n + m)).
  Proof.
    intros n found s w Explores Hw New. destruct (Nat.eq_dec m 1) as [One | Many].
    - replace (n + m)%nat with (S n) by lia.
      apply finds with AtFork; [exact Explores | rewrite One; now constructor | exact New].
    - pose proof (walk_out n found s w (m - 1) Explores Hw New ltac:(lia)) as Near.
      replace (n + m)%nat with (S (n + (m - 1))) by lia.
      apply finds with (Inside w (m - 1)); [exact Near | | exact New].
      replace m with (S (m - 1)) at 2 by lia. constructor. lia.
  Qed.

  Lemma back_home : forall n found s w, explores n (Inside w m) found s -> In w found ->
    explores (n + m) AtFork found s.
  Proof.
    intros n found s w Explores Old. pose proof (walk_back n found s w (m - 1) Explores Old ltac:(lia)) as Near.
    replace (m - (m - 1))%nat with 1%nat in Near by lia. replace (n + m)%nat with (S (n + (m - 1))) by lia.
    apply goes_on with (Inside w 1); [exact Near | constructor | discriminate].
  Qed.

  Theorem blind_attained : (1 <= W)%nat -> exists n p found s, explores n p found s /\ length found = W /\
    INR s / INR W = 1 + INR W * INR m.
  Proof.
    intros HW.
    assert (Each : forall k, (1 <= k <= W)%nat -> exists found w s,
      explores (1 + m * (2 * k - 1)) (Inside w m) found s /\ length found = k /\ In w found /\
      (forall v, In v found -> (v < k)%nat) /\ s = (k + m * (k * k))%nat).
    { induction k as [| k IH]; intros Hk; [lia |]. destruct (Nat.eq_dec k 0) as [-> | Many].
      - exists [0%nat], 0%nat, (1 + m)%nat.
        split; [| split; [reflexivity | split; [now left | split; [intros v [<- | []]; lia | lia]]]].
        replace (1 + m * (2 * 1 - 1))%nat with (1 + m)%nat by lia.
        apply (next_leaf 1 [] 0 0); [| lia | tauto].
        apply goes_on with AtSource; [constructor | constructor | discriminate].
      - destruct (IH ltac:(lia)) as (found & w & s & Explores & Length & Old & Below & Sum).
        exists (k :: found), k, (s + (1 + m * (2 * k - 1) + m + m))%nat.
        split; [| split; [| split; [| split]]].
        + replace (1 + m * (2 * S k - 1))%nat with (1 + m * (2 * k - 1) + m + m)%nat by nia.
          apply next_leaf; [now apply back_home with w | lia |]. intros In. apply Below in In. lia.
        + cbn. lia.
        + now left.
        + intros v [<- | In]; [lia | apply Below in In; lia].
        + subst s. nia. }
    destruct (Each W ltac:(lia)) as (found & w & s & Explores & Length & _ & _ & Sum).
    exists (1 + m * (2 * W - 1))%nat, (Inside w m), found, s. repeat split; [exact Explores | exact Length |].
    apply le_INR in HW. cbn in HW. rewrite Sum, plus_INR, !mult_INR. field. lra.
  Qed.
End Blind.

(* The optimum without memory is within a factor (2W-1)/W < 2 of the bound. *)
Theorem rlvr_within_two : forall W K, (1 <= W)%nat ->
  (INR W * cost (INR W) (straight K) <= (2 * INR W - 1) * (1 + INR W * (2 * INR K + 1)) /\
   cost (INR W) (straight K) < 2 * (1 + INR W * (2 * INR K + 1)))%R.
Proof.
  intros W K HW. apply le_INR in HW. cbn in HW. rewrite rlvr_cost. pose proof (pos_INR K). split; nra.
Qed.
