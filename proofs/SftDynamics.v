(* How fast SFT moves a forward row.

   A row has L + 1 logits: move 0 is the connector, moves 1 to L are the lanes. SFT's data visit the row w times. At an
   exit they take the connector each time, at an entry all lanes equally often. Logits start alike, as in the base
   model, and follow gradient flow of the loss, for all times t >= 0. The gap D is the logit of the moves onward less
   that of the move back, and the error is the probability to turn.

   Hypotheses: L >= 1 lanes, w >= 0 real, and any differentiable logits that follow the flow. The loss has a logarithm,
   which may be any function whose derivative is 1/x at every x > 0.

   Main definitions: softmax, loss, flow, gap, error, clock.
   Main results: loss_gradient (what the flow follows), lanes_alike, velocity, sft_dynamics (the clock D + m (e^D - 1)
   = w (1 + 1/L) t, with m = 1/L at exits and m = L at entries), error_between (errors fall like 1/t), visit_share
   (how often a row is visited). *)
From Coq Require Import Reals Lra Lia Psatz.
From Backproof Require Import ExpectedCost Monotone.
Local Open Scope R_scope.

(* ---- A gap whose velocity is c times its error ---- *)

Definition error_at (m d : R) : R := 1 / (1 + m * exp d).
Definition clock (m d : R) : R := d + m * (exp d - 1).

Section Gap.
  Variables (m c : R) (D : R -> R).
  Hypothesis Hm : 0 < m.
  Hypothesis Hc : 0 <= c.
  Hypothesis Start : D 0 = 0.
  Hypothesis Velocity : forall t, 0 <= t -> derivable_pt_lim D t (c * error_at m (D t)).

  Lemma clock_derivative : forall t, 0 <= t -> derivable_pt_lim (fun s => clock m (D s)) t c.
  Proof.
    intros t Ht. pose proof (Velocity t Ht) as Slope.
    assert (Pos : 0 < m * exp (D t)) by (apply Rmult_lt_0_compat; [exact Hm | apply exp_pos]).
    replace c with (c * error_at m (D t) + m * (exp (D t) * (c * error_at m (D t)) - 0))
      by (unfold error_at; field; lra).
    apply derivable_pt_lim_plus; [exact Slope |]. apply derivable_pt_lim_scal.
    apply (derivable_pt_lim_minus (fun s => exp (D s)) (fct_cte 1)); [| apply derivable_pt_lim_const].
    apply (derivable_pt_lim_comp D exp); [exact Slope | apply derivable_pt_lim_exp].
  Qed.

  Lemma clock_runs : forall t, 0 <= t -> clock m (D t) = c * t.
  Proof.
    intros t Ht. pose proof (constant (fun s => clock m (D s) - c * id s) 0 t Ht) as Same. cbn beta in Same.
    assert (Zero : clock m (D 0) = 0) by (unfold clock; rewrite Start, exp_0; ring).
    rewrite Zero in Same. unfold id in Same.
    enough (clock m (D t) - c * t = 0 - c * 0) by lra. apply Same. intros s Hs. replace 0 with (c - c * 1) by ring.
    apply derivable_pt_lim_minus; [apply clock_derivative; lra |]. apply derivable_pt_lim_scal, derivable_pt_lim_id.
  Qed.

  (* Below zero the clock would be negative. *)
  Lemma gap_nonneg : forall t, 0 <= t -> 0 <= D t.
  Proof.
    intros t Ht. pose proof (clock_runs t Ht) as Clock. unfold clock in Clock.
    destruct (Rle_or_lt 0 (D t)) as [Pos | Neg]; [exact Pos | exfalso].
    pose proof (exp_grows (D t) 0 ltac:(lra)) as Less. rewrite exp_0 in Less.
    assert (0 <= c * t) by (apply Rmult_le_pos; lra).
    assert (0 <= m * (1 - exp (D t))) by (apply Rmult_le_pos; lra). lra.
  Qed.

  Lemma error_bounds : forall t, 0 <= t ->
    1 / (1 + m + c * t) <= error_at m (D t) <= 1 / (1 + m + c * t * (m / (1 + m))).
  Proof.
    intros t Ht. pose proof (clock_runs t Ht) as Clock. pose proof (gap_nonneg t Ht) as Pos.
    pose proof (exp_above _ Pos) as Grows. unfold clock, error_at in *.
    assert (Hct : 0 <= c * t) by (apply Rmult_le_pos; lra). set (tau := c * t) in *.
    set (d := D t) in *. set (e := exp d) in *. clearbody e d tau.
    assert (0 <= m * (e - 1)) by (apply Rmult_le_pos; lra).
    assert (Invert : forall a b, 0 < a -> a <= b -> 1 / b <= 1 / a).
    { intros a b Ha Hab. unfold Rdiv. rewrite !Rmult_1_l. apply Rinv_le_contravar; assumption. }
    assert (Low : tau * (m / (1 + m)) <= m * (e - 1)).
    { apply Rmult_le_reg_r with (1 + m); [lra |].
      replace (tau * (m / (1 + m)) * (1 + m)) with (m * tau) by (field; lra).
      replace (m * (e - 1) * (1 + m)) with (m * ((e - 1) * (1 + m))) by ring. apply Rmult_le_compat_l; lra. }
    assert (0 <= tau * (m / (1 + m))).
    { apply Rmult_le_pos; [lra |]. apply Rmult_le_pos; [lra |]. left. apply Rinv_0_lt_compat. lra. }
    split; apply Invert; lra.
  Qed.
End Gap.

(* ---- The row ---- *)

Section Row.
  Variable L : nat.
  Hypothesis HL : (1 <= L)%nat.

  Definition mass (z : nat -> R) : R := sum (S L) (fun i => exp (z i)).
  Definition softmax (z : nat -> R) (i : nat) : R := exp (z i) / mass z.

  (* What n i visits to each move i cost: the sum of n_i times - log softmax_i. *)
  Definition loss (log : R -> R) (n z : nat -> R) : R := sum (S L) (fun i => n i * (log (mass z) - z i)).

  Definition with_logit (z : nat -> R) (j : nat) (u : R) : nat -> R := fun i => if i =? j then u else z i.

  Lemma mass_pos : forall z, 0 < mass z.
  Proof.
    intros z. unfold mass. cbn [sum]. pose proof (exp_pos (z L)).
    enough (0 <= sum L (fun i => exp (z i))) by lra. apply sum_nonneg. intros i _. left. apply exp_pos.
  Qed.

  Lemma sum_derivative : forall N (f : nat -> R -> R) f' x,
    (forall i, (i < N)%nat -> derivable_pt_lim (f i) x (f' i)) ->
    derivable_pt_lim (fun u => sum N (fun i => f i u)) x (sum N f').
  Proof.
    intros N f f' x Each. induction N as [| N IH]; [apply derivable_pt_lim_const |].
    cbn [sum]. apply (derivable_pt_lim_plus (fun u => sum N (fun i => f i u)) (f N)); [| apply Each; lia].
    apply IH. intros i Hi. apply Each. lia.
  Qed.

  Theorem loss_gradient : forall log, (forall x, 0 < x -> derivable_pt_lim log x (/ x)) ->
    forall n z j, (j <= L)%nat ->
    derivable_pt_lim (fun u => loss log n (with_logit z j u)) (z j) (sum (S L) n * softmax z j - n j).
  Proof.
    intros log Log n z j Hj.
    assert (Mass : derivable_pt_lim (fun u => mass (with_logit z j u)) (z j) (exp (z j))).
    { replace (exp (z j)) with (sum (S L) (fun i => if i =? j then exp (z j) else 0)).
      - apply (sum_derivative (S L) (fun i u => exp (with_logit z j u i))). intros i _. unfold with_logit.
        destruct (i =? j); [apply derivable_pt_lim_exp | apply derivable_pt_lim_const].
      - rewrite sum_indicator. destruct (Nat.ltb_spec j (S L)); [reflexivity | lia]. }
    assert (Here : mass (with_logit z j (z j)) = mass z).
    { apply sum_same. intros i _. unfold with_logit. now destruct (Nat.eqb_spec i j) as [-> |]. }
    replace (sum (S L) n * softmax z j - n j)
      with (sum (S L) (fun i => n i * (softmax z j - if i =? j then 1 else 0))).
    - unfold loss.
      apply (sum_derivative (S L) (fun i u => n i * (log (mass (with_logit z j u)) - with_logit z j u i))).
      intros i _. apply derivable_pt_lim_scal.
      apply (derivable_pt_lim_minus (fun u => log (mass (with_logit z j u))) (fun u => with_logit z j u i)).
      + unfold softmax, Rdiv. rewrite (Rmult_comm (exp (z j))).
        apply (derivable_pt_lim_comp (fun u => mass (with_logit z j u)) log); [exact Mass |].
        rewrite Here. apply Log, mass_pos.
      + unfold with_logit. destruct (i =? j); [apply derivable_pt_lim_id | apply derivable_pt_lim_const].
    - rewrite (sum_same _ _ (fun i => softmax z j * n i + (-1) * (if i =? j then n j else 0))).
      + rewrite sum_plus, !sum_scale, sum_indicator. destruct (Nat.ltb_spec j (S L)); [ring | lia].
      + intros i _. destruct (Nat.eqb_spec i j) as [-> |]; ring.
  Qed.

  (* Gradient flow from equal logits, with n i visits to move i. *)
  Record flow (n : nat -> R) (z : nat -> R -> R) : Prop := {
    alike : forall i, (i <= L)%nat -> z i 0 = z 0%nat 0;
    downhill : forall i t, (i <= L)%nat -> 0 <= t ->
      derivable_pt_lim (z i) t (n i - sum (S L) n * softmax (fun j => z j t) i)
  }.

  (* Lanes that are taken equally often keep equal logits: the square of a difference falls. *)
  Lemma lanes_alike : forall n z i j, flow n z -> 0 <= sum (S L) n -> (i <= L)%nat -> (j <= L)%nat -> n i = n j ->
    forall t, 0 <= t -> z i t = z j t.
  Proof.
    intros n z i j [Alike Down] Total Hi Hj Taken t Ht. set (w := sum (S L) n) in *.
    set (d := fun s => z i s - z j s).
    assert (Slope : forall s, 0 <= s -> derivable_pt_lim (fun s => d s * d s) s
      (2 * (d s * (w * (softmax (fun k => z k s) j - softmax (fun k => z k s) i))))).
    { intros s Hs. set (v := w * (softmax (fun k => z k s) j - softmax (fun k => z k s) i)).
      replace (2 * (d s * v)) with (v * d s + d s * v) by ring.
      assert (Velocity : derivable_pt_lim d s v).
      { replace v with ((n i - w * softmax (fun k => z k s) i) - (n j - w * softmax (fun k => z k s) j))
          by (unfold v; rewrite Taken; ring).
        apply derivable_pt_lim_minus; apply Down; assumption. }
      now apply derivable_pt_lim_mult. }
    assert (Falls : d t * d t <= d 0 * d 0).
    { refine (never_rises _ _ 0 t Ht (fun s Hs => conj (Slope s (proj1 Hs)) _)). cbn beta.
      pose proof (mass_pos (fun k => z k s)) as Mass. apply Rinv_0_lt_compat in Mass. unfold softmax, d, Rdiv.
      set (r := / mass _) in *.
      replace (exp (z j s) * r - exp (z i s) * r) with (r * (exp (z j s) - exp (z i s))) by ring.
      assert (0 <= w * r) by (apply Rmult_le_pos; lra).
      assert (0 <= (z i s - z j s) * (exp (z i s) - exp (z j s))).
      { destruct (Rle_or_lt (z j s) (z i s)) as [Up | Down'].
        - pose proof (exp_grows _ _ Up). apply Rmult_le_pos; lra.
        - pose proof (exp_grows (z i s) (z j s) ltac:(lra)).
          replace ((z i s - z j s) * (exp (z i s) - exp (z j s)))
            with ((z j s - z i s) * (exp (z j s) - exp (z i s))) by ring. apply Rmult_le_pos; lra. }
      assert (0 <= w * r * ((z i s - z j s) * (exp (z i s) - exp (z j s)))) by (now apply Rmult_le_pos). lra. }
    unfold d in Falls at 3 4. rewrite (Alike i Hi), (Alike j Hj) in Falls.
    assert (Zero : d t * d t = 0) by (pose proof (Rle_0_sqr (d t)) as Sq; unfold Rsqr in Sq; lra).
    apply Rmult_integral in Zero. unfold d in Zero. destruct Zero; lra.
  Qed.

  (* ---- Exits and entries ---- *)

  Inductive kind := Exit | Entry.

  Definition visits (k : kind) (w : R) (i : nat) : R :=
    match k, i with Exit, O => w | Exit, S _ => 0 | Entry, O => 0 | Entry, S _ => w / INR L end.
  Definition base_odds (k : kind) : R := match k with Exit => 1 / INR L | Entry => INR L end.
  Definition gap (k : kind) (z : nat -> R) : R :=
    match k with Exit => z 0%nat - z 1%nat | Entry => z 1%nat - z 0%nat end.
  (* The probability to turn: by a lane at exits, by the connector at entries. *)
  Definition error (k : kind) (z : nat -> R) : R :=
    match k with Exit => sum L (fun i => softmax z (S i)) | Entry => softmax z 0%nat end.

  Lemma lanes_real : 1 <= INR L.
  Proof. apply (le_INR 1). exact HL. Qed.

  Lemma base_odds_pos : forall k, 0 < base_odds k.
  Proof. intros k. pose proof lanes_real. destruct k; cbn; [apply Rdiv_lt_0_compat |]; lra. Qed.

  Lemma sum_shift : forall N f, sum (S N) f = f 0%nat + sum N (fun i => f (S i)).
  Proof. intros N f. induction N as [| N IH]; [cbn; ring |]. cbn [sum] in *. rewrite IH. ring. Qed.

  Lemma all_visits : forall k w, sum (S L) (visits k w) = w.
  Proof.
    intros k w. pose proof lanes_real. rewrite sum_shift. destruct k; cbn [visits]; rewrite sum_constant; field. lra.
  Qed.

  Section Kind.
    Variables (k : kind) (w : R) (z : nat -> R -> R).
    Hypothesis Hw : 0 <= w.
    Hypothesis Flow : flow (visits k w) z.

    Definition gap_at (t : R) : R := gap k (fun i => z i t).
    Definition error_of (t : R) : R := error k (fun i => z i t).

    Lemma same_lanes : forall i t, (1 <= i <= L)%nat -> 0 <= t -> z i t = z 1%nat t.
    Proof.
      intros i t Hi Ht. apply lanes_alike with (visits k w); try lia; try assumption.
      - rewrite all_visits. exact Hw.
      - destruct i; [lia |]. now destruct k.
    Qed.

    Lemma mass_two : forall t, 0 <= t -> mass (fun i => z i t) = exp (z 0%nat t) + INR L * exp (z 1%nat t).
    Proof.
      intros t Ht. unfold mass. rewrite sum_shift, <- sum_constant. f_equal. apply sum_same. intros i Hi.
      now rewrite same_lanes by (try lia; assumption).
    Qed.

    Lemma error_is : forall t, 0 <= t -> error_of t = error_at (base_odds k) (gap_at t).
    Proof.
      intros t Ht. pose proof lanes_real. pose proof (exp_pos (z 0%nat t)). pose proof (exp_pos (z 1%nat t)).
      assert (0 < INR L * exp (z 1%nat t)) by (apply Rmult_lt_0_compat; lra).
      pose proof (mass_two t Ht) as Mass. pose proof same_lanes as Same.
      unfold error_of, error_at, gap_at, error, gap, base_odds. destruct k.
      - rewrite (sum_same L _ (fun _ => exp (z 1%nat t) / mass (fun i => z i t))).
        + rewrite sum_constant, Mass. unfold Rminus. rewrite exp_plus, exp_Ropp. field. lra.
        + intros i Hi. unfold softmax. now rewrite Same by (try lia; assumption).
      - unfold softmax. rewrite Mass. unfold Rminus. rewrite exp_plus, exp_Ropp. field. lra.
    Qed.

    Lemma velocity : forall t, 0 <= t ->
      derivable_pt_lim gap_at t (w * (1 + 1 / INR L) * error_at (base_odds k) (gap_at t)).
    Proof.
      intros t Ht. rewrite <- error_is by exact Ht. pose proof (downhill _ _ Flow) as Down. pose proof lanes_real.
      pose proof (Down 0%nat t ltac:(lia) Ht) as Zero. pose proof (Down 1%nat t HL Ht) as One.
      rewrite all_visits in Zero, One. pose proof (exp_pos (z 0%nat t)). pose proof (exp_pos (z 1%nat t)).
      assert (0 < INR L * exp (z 1%nat t)) by (apply Rmult_lt_0_compat; lra).
      assert (Slope : forall a b, derivable_pt_lim (z a) t (visits k w a - w * softmax (fun j => z j t) a) ->
        derivable_pt_lim (z b) t (visits k w b - w * softmax (fun j => z j t) b) ->
        derivable_pt_lim (fun s => z a s - z b s) t ((visits k w a - w * softmax (fun j => z j t) a) -
          (visits k w b - w * softmax (fun j => z j t) b)))
        by (intros a b A B; now apply derivable_pt_lim_minus).
      assert (Lanes : sum L (fun i => softmax (fun j => z j t) (S i)) = INR L * softmax (fun j => z j t) 1%nat).
      { rewrite <- sum_constant. apply sum_same. intros i Hi. unfold softmax.
        now rewrite same_lanes by (try lia; assumption). }
      pose proof (mass_two t Ht) as Mass. unfold gap_at, gap, error_of, error. destruct k; cbn [visits] in *.
      - rewrite Lanes.
        replace (w * (1 + 1 / INR L) * (INR L * softmax (fun j => z j t) 1%nat)) with
          (w - w * softmax (fun j => z j t) 0%nat - (0 - w * softmax (fun j => z j t) 1%nat)).
        + exact (Slope 0%nat 1%nat Zero One).
        + unfold softmax. rewrite Mass. field. lra.
      - replace (w * (1 + 1 / INR L) * softmax (fun j => z j t) 0%nat) with
          (w / INR L - w * softmax (fun j => z j t) 1%nat - (0 - w * softmax (fun j => z j t) 0%nat)).
        + exact (Slope 1%nat 0%nat One Zero).
        + unfold softmax. rewrite Mass. field. lra.
    Qed.

    Lemma gap_starts : gap_at 0 = 0.
    Proof.
      pose proof (alike _ _ Flow) as Alike. unfold gap_at, gap. destruct k; rewrite (Alike 1%nat HL); ring.
    Qed.

    Lemma speed_nonneg : 0 <= w * (1 + 1 / INR L).
    Proof. pose proof lanes_real. pose proof (Rinv_0_lt_compat (INR L) ltac:(lra)). apply Rmult_le_pos; lra. Qed.

    Theorem sft_dynamics : forall t, 0 <= t ->
      gap_at t + base_odds k * (exp (gap_at t) - 1) = w * (1 + 1 / INR L) * t.
    Proof. exact (clock_runs _ _ _ (base_odds_pos k) gap_starts velocity). Qed.

    Theorem error_between : forall t, 0 <= t ->
      let m := base_odds k in let tau := w * (1 + 1 / INR L) * t in
      1 / (1 + m + tau) <= error_of t <= 1 / (1 + m + tau * (m / (1 + m))).
    Proof.
      intros t Ht. cbn zeta. rewrite error_is by exact Ht.
      exact (error_bounds _ _ _ (base_odds_pos k) speed_nonneg gap_starts velocity t Ht).
    Qed.
  End Kind.
End Row.

(* How often a row is visited, per path. Each path goes once through one of n rows in one of W corridors, as
   ZeroGradient.golden_crosses shows, and the data use them all alike: 1/W for entries (n = 1), 1/(WL) for exits. *)
Lemma visit_share : forall W n share, (1 <= W)%nat -> (1 <= n)%nat ->
  (forall w i, (w < W)%nat -> (i < n)%nat -> share w i = share 0%nat 0%nat) ->
  sum W (fun w => sum n (share w)) = 1 -> share 0%nat 0%nat = 1 / (INR W * INR n).
Proof.
  intros W n share HW Hn Alike One. apply le_INR in HW, Hn. cbn in HW, Hn.
  rewrite (sum_same W _ (fun _ => INR n * share 0%nat 0%nat)) in One.
  - rewrite sum_constant in One. replace (share 0%nat 0%nat) with
      (INR W * (INR n * share 0%nat 0%nat) / (INR W * INR n)) by (field; lra). now rewrite One.
  - intros w Hw. rewrite <- sum_constant. apply sum_same. intros i Hi. now apply Alike.
Qed.
