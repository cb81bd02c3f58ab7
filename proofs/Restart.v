(* A harness that takes the walker from a wrong leaf to the fork, for a price of kappa steps.

   Hypotheses: W >= 1 corridors alike, probabilities in (0, 1], kappa >= 0 real. The harness stands in for the way back,
   so that a wrong leaf is worth kappa and the fork.

   Main definitions: restart_walk (the first-step equations), restart_cost.
   Main results: restart (the cost is 1 + W A + (W-1) kappa), restart_least (no policy costs less than never
   turning), restart_helps (passing forward more often never costs more), restart_sft (SFT's limit attains it),
   restart_cheaper (cheaper than RLVR without it if and only if kappa < 2K+1), restart_as_dear (as dear as SFT
   without it if and only if kappa is SFT's own way back, or more). *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import Corridor ExpectedCost Optimum ClosedForms.
Import ListNotations.
Local Open Scope R_scope.

(* The target's corridor and a wrong one, W - 1 of which are alike; F is the fork's value. *)
Definition restart_walk (W : R) (l : corridor) (kappa F : R) : Prop :=
  exists out home out' home',
    in_corridor l F 0 out home /\ in_corridor l F (kappa + F) out' home' /\
    W * F = W + out 0%nat + (W - 1) * out' 0%nat.

Definition restart_cost (W : R) (l : corridor) (kappa : R) : R := 1 + W * passage l + (W - 1) * kappa.

Theorem restart : forall W l kappa F, 1 <= W -> Forall proper l -> restart_walk W l kappa F ->
  1 + F = restart_cost W l kappa.
Proof.
  intros W l kappa F HW Hl (out & home & out' & home' & Target & Wrong & Fork).
  pose proof (passage_law _ _ _ _ _ Hl Target) as Law. pose proof (passage_law _ _ _ _ _ Hl Wrong) as Law'.
  pose proof (surplus_nonneg l Hl) as Hx. unfold restart_cost.
  set (A := passage l) in *. set (x := surplus l) in *. set (o := out 0%nat) in *. set (o' := out' 0%nat) in *.
  clearbody A x o o'. enough (F = W * A + (W - 1) * kappa) by lra.
  assert (Sum : (1 + x) * (W * F) = (A + x * F) + (W - 1) * (A + x * F + (kappa + F))).
  { replace (W * F) with ((1 + o) + (W - 1) * (1 + o')) by lra. rewrite Rmult_plus_distr_l.
    replace ((1 + x) * ((W - 1) * (1 + o'))) with ((W - 1) * ((1 + x) * (1 + o'))) by ring. rewrite Law, Law'. ring. }
  lra.
Qed.

Definition restart_optimum (W n kappa : R) : R := 1 + W * (n + 1) + (W - 1) * kappa.

Theorem restart_least : forall W l kappa, 1 <= W -> Forall proper l ->
  restart_optimum W (INR (length l)) kappa <= restart_cost W l kappa /\
  (restart_cost W l kappa = restart_optimum W (INR (length l)) kappa <-> Forall (fun v => onward v = 1) l).
Proof.
  intros W l kappa HW Hl. unfold restart_optimum, restart_cost, passage, edges. pose proof (total_nonneg l Hl) as Total.
  assert (0 <= W * total l) by (apply Rmult_le_pos; lra). split; [lra | split].
  - intros Equal. apply total_none; [exact Hl |]. assert (W * total l = 0) as Zero by lra.
    apply Rmult_integral in Zero. destruct Zero; lra.
  - intros Ones. apply surplus_none in Ones as [_ ->]. ring.
Qed.

(* Forward rows that pass more often, backward rows as they were: SFT on its way. The harness makes no policy dearer. *)
Definition further (v v' : vertex) : Prop := homeward v = homeward v' /\ onward v <= onward v'.

Theorem restart_helps : forall W kappa l l', 0 <= W -> Forall proper l -> Forall proper l' -> Forall2 further l l' ->
  restart_cost W l' kappa <= restart_cost W l kappa.
Proof.
  intros W kappa l l' HW Hl Hl' Further.
  assert (Falls : surplus l' <= surplus l /\ total l' <= total l /\ length l' = length l).
  { induction Further as [| [p q] [p' q'] l l' [Same More] _ IH]; [repeat split; lra |]. cbn in Same, More. subst q'.
    pose proof (Forall_inv Hl) as [Hp Hq]. pose proof (Forall_inv Hl') as [Hp' _]. cbn in Hp, Hq, Hp'.
    apply Forall_inv_tail in Hl, Hl'. destruct (IH Hl Hl') as (Surplus & Total & Length).
    pose proof (surplus_nonneg _ Hl') as Hx.
    assert (Here : surplus (Vertex p' q :: l') <= surplus (Vertex p q :: l)).
    { cbn [surplus]. replace ((q * surplus l' + 1 - p') / p') with ((q * surplus l' + 1) * / p' - 1) by (field; lra).
      replace ((q * surplus l + 1 - p) / p) with ((q * surplus l + 1) * / p - 1) by (field; lra).
      assert (Inverse : / p' <= / p) by (apply Rinv_le_contravar; lra).
      assert (0 < / p') by (apply Rinv_0_lt_compat; lra).
      assert (q * surplus l' <= q * surplus l) by (apply Rmult_le_compat_l; lra).
      assert (0 <= q * surplus l') by (apply Rmult_le_pos; lra).
      apply Rplus_le_compat_r, Rmult_le_compat; try lra; assumption. }
    split; [exact Here |]. split; [| cbn [length]; now rewrite Length].
    change (surplus (Vertex p' q :: l') + total l' <= surplus (Vertex p q :: l) + total l). lra. }
  destruct Falls as (_ & Total & Length). unfold restart_cost, passage, edges. rewrite Length.
  assert (W * total l' <= W * total l) by (apply Rmult_le_compat_l; lra). lra.
Qed.

Theorem restart_sft : forall W L K kappa,
  restart_cost W (sft_limit L K) kappa = 1 + W * (2 * INR K + 1) + (W - 1) * kappa /\
  restart_cost W (straight K) kappa = 1 + W * (2 * INR K + 1) + (W - 1) * kappa.
Proof.
  intros W L K kappa. unfold restart_cost, passage. split.
  - assert (Ones : Forall (fun v => onward v = 1) (sft_limit L K)).
    { unfold sft_limit. induction K; repeat constructor. exact IHK. }
    apply surplus_none in Ones as [_ ->]. unfold sft_limit. rewrite edges_diamonds. ring.
  - assert (Ones : Forall (fun v => onward v = 1) (straight K)).
    { apply Forall_forall. intros v Hv. apply repeat_spec in Hv. now subst. }
    apply surplus_none in Ones as [_ ->]. unfold edges, straight. rewrite repeat_length, mult_INR. cbn [INR]. ring.
Qed.

Theorem restart_cheaper : forall W L K kappa, 1 < W ->
  (restart_cost W (sft_limit L K) kappa < cost W (straight K) <-> kappa < 2 * INR K + 1).
Proof.
  intros W L K kappa HW. destruct (restart_sft W L K kappa) as [-> _]. rewrite rlvr_cost. split; intros H.
  - apply Rmult_lt_reg_l with (W - 1); lra.
  - apply (Rmult_lt_compat_l (W - 1)) in H; lra.
Qed.

Theorem restart_as_dear : forall W L K kappa, 1 < W -> 1 <= L ->
  (cost W (sft_limit L K) <= restart_cost W (sft_limit L K) kappa <-> return_cost L K <= kappa).
Proof.
  intros W L K kappa HW HL. destruct (restart_sft W L K kappa) as [-> _]. rewrite sft_cost by exact HL. split; intros H.
  - apply Rmult_le_reg_l with (W - 1); lra.
  - apply (Rmult_le_compat_l (W - 1)) in H; lra.
Qed.
