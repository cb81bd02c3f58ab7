(* A harness that takes the walker from a wrong leaf to the fork, for a price of kappa steps.

   Hypotheses: W >= 1 corridors alike, probabilities in (0, 1], kappa >= 0 real. The harness stands in for the way back.
   On the graph it is one move from a wrong leaf to the fork, which counts as kappa steps; the other moves are those of
   Graph.v, and count as one step each.

   Main definitions: restart_walk (the first-step equations), restart_cost, moves_restart (the walk), price.
   Main results: restart (the cost is 1 + W A + (W-1) kappa), restart_on_graph (so it is on the graph), restart_least
   (no policy costs less than never turning), restart_helps (passing forward more often never costs more), restart_sft
   (SFT's limit attains it), restart_cheaper (cheaper than RLVR without it if and only if kappa < 2K+1), restart_as_dear
   (as dear as SFT without it if and only if kappa is SFT's own way back, or more). *)
From Coq Require Import Bool Reals List Lra Lia Psatz.
From Backproof Require Import Corridor ExpectedCost Solution Chain Graph Optimum ClosedForms.
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

(* ---- The walk on the graph ---- *)

Section OnGraph.
  Variables (W t : nat) (l : corridor) (lanes : nat -> nat -> nat) (spread : state -> nat -> nat -> list (R * nat)).
  Hypothesis Ht : (t < W)%nat.
  Hypothesis Hl : Forall proper l.
  Hypothesis Spread : forall s w e, (w < W)%nat -> (e <= length l)%nat ->
    Forall (fun m => 0 <= fst m /\ (snd m < lanes w e)%nat) (spread s w e) /\ mean (fun _ => 1) (spread s w e) = 1.

  Local Notation rows := (fun _ : nat => l).
  Local Notation on := (here W rows lanes).

  Definition wrong_leaf (s : state) : bool :=
    match s with Out w e _ => negb (w =? t) && (e =? length l) | _ => false end.
  Definition moves_restart (s : state) : list (R * state) :=
    if wrong_leaf s then [(1, Fork)] else moves W rows spread s.
  Definition price (kappa : R) (s : state) : R := if wrong_leaf s then kappa else 1.

  Lemma all_proper : forall w, (w < W)%nat -> Forall proper (rows w).
  Proof. intros w _. exact Hl. Qed.

  Lemma restart_is_chain : forall s, on s -> met t rows s = false -> is_law _ on (moves_restart s).
  Proof.
    intros s Hs Free. unfold moves_restart. destruct (wrong_leaf s).
    - split; [repeat constructor; cbn; try lra; tauto | cbn; ring].
    - apply (graph_is_chain W t rows lanes spread Ht all_proper Spread s Hs Free).
  Qed.

  Definition restart_fork (kappa : R) : R := INR W * passage l + (INR W - 1) * kappa.
  Definition leaf_worth (kappa : R) (w : nat) : R := if w =? t then 0 else kappa + restart_fork kappa.
  Definition restart_out (kappa : R) (w : nat) : nat -> R := out_value l (restart_fork kappa) (leaf_worth kappa w).
  Definition restart_home (kappa : R) (w : nat) : nat -> R := home_value l (restart_fork kappa) (leaf_worth kappa w).
  Definition restart_value (kappa : R) : state -> R :=
    folded (restart_fork kappa) (restart_out kappa) (restart_home kappa).

  Lemma restart_inside : forall kappa w,
    in_corridor l (restart_fork kappa) (leaf_worth kappa w) (restart_out kappa w) (restart_home kappa w).
  Proof. intros kappa w. now apply values_solve. Qed.

  Lemma restart_entering : forall kappa,
    INR W * restart_fork kappa = INR W + sum W (fun w => restart_out kappa w 0%nat).
  Proof.
    intros kappa. pose proof (surplus_nonneg l Hl) as Hx. set (F := restart_fork kappa).
    assert (Law : forall w, (1 + surplus l) * (1 + restart_out kappa w 0%nat) =
      passage l + surplus l * F + leaf_worth kappa w)
      by (intros w; exact (passage_law _ _ _ _ _ Hl (restart_inside _ _))).
    assert (Leaves : sum W (leaf_worth kappa) = (INR W - 1) * (kappa + F)).
    { unfold leaf_worth. rewrite (sum_but_one W t 0 _ Ht). fold (sum_wrong W t (fun _ => kappa + restart_fork kappa)).
      rewrite sum_wrong_constant by exact Ht. unfold F. ring. }
    apply Rmult_eq_reg_l with (1 + surplus l); [| lra].
    replace (INR W + sum W (fun w => restart_out kappa w 0%nat)) with (sum W (fun w => 1 + restart_out kappa w 0%nat))
      by (rewrite sum_plus, sum_constant; ring).
    rewrite <- sum_scale, (sum_same W _ (fun w => (passage l + surplus l * F) + leaf_worth kappa w))
      by (intros w _; apply Law).
    rewrite sum_plus, sum_constant, Leaves. unfold F, restart_fork. ring.
  Qed.

  Lemma restart_solves : forall kappa,
    solves_priced _ (met t rows) moves_restart on (price kappa) (restart_value kappa).
  Proof.
    intros kappa s Hs. unfold moves_restart, price. pose proof (restart_entering kappa) as Fork.
    destruct s as [| | w e i | w e i]; cbn [met wrong_leaf].
    - cbn. ring.
    - exact (folded_fork W t rows lanes spread Ht Spread _ _ _ _ Fork).
    - apply (in_states W t rows lanes Ht) in Hs as (Hw & He & _). destruct (restart_inside kappa w) as [Steps _ Leaf].
      destruct (Nat.eqb_spec e (length l)) as [-> | NotLeaf]; cbn beta.
      + rewrite !andb_true_r. cbn [restart_value folded]. rewrite Leaf. unfold leaf_worth.
        destruct (w =? t); cbn; [reflexivity | ring].
      + rewrite !andb_false_r. destruct (inner W t rows Ht w e ltac:(cbn in *; lia)) as [v At].
        exact (folded_out W t rows lanes spread Ht all_proper Spread _ _ (restart_home kappa) w e i v Hw Steps At).
    - apply (in_states W t rows lanes Ht) in Hs as (Hw & He & _). destruct (restart_inside kappa w) as [Steps AtFork _].
      destruct e as [| e].
      + cbn [restart_value folded]. rewrite AtFork. exact (folded_fork W t rows lanes spread Ht Spread _ _ _ _ Fork).
      + destruct (inner W t rows Ht w e ltac:(cbn in *; lia)) as [v At].
        exact (folded_home W t rows lanes spread Ht all_proper Spread _ (restart_out kappa) _ w e i v Hw Steps At).
  Qed.

  Lemma restart_nonneg : forall kappa s, 0 <= kappa -> on s -> 0 <= restart_value kappa s.
  Proof.
    intros kappa s Hk Hs. assert (HW : 1 <= INR W) by (apply (le_INR 1); lia). pose proof (passage_pos l Hl).
    assert (HF : 0 <= restart_fork kappa) by (apply Rplus_le_le_0_compat; apply Rmult_le_pos; lra).
    assert (Leaf : forall w, 0 <= leaf_worth kappa w) by (intros w; unfold leaf_worth; destruct (w =? t); lra).
    destruct s as [| | w e i | w e i]; cbn [restart_value folded]; try lra; now apply values_nonneg.
  Qed.

  (* Steps count one each and the harness kappa: the expected sum, from the source to the leaf of corridor t. *)
  Theorem restart_on_graph : forall kappa,
    expected_price _ (met t rows) moves_restart (price kappa) Source (restart_cost (INR W) l kappa).
  Proof.
    intros kappa. replace (restart_cost (INR W) l kappa) with (restart_value kappa Source)
      by (cbn; unfold restart_fork, restart_cost; ring).
    destruct (bounded_on (restart_value kappa) (states W rows lanes)) as [M Bound].
    apply (solution_is_expected_price _ _ _ on restart_is_chain (restart_value 1)) with M.
    - intros s. apply restart_nonneg. lra.
    - intros s Hs Free. pose proof (restart_solves 1 s Hs) as Here. rewrite Free in Here. unfold price in Here.
      destruct (wrong_leaf s); lra.
    - exact Bound.
    - apply restart_solves.
    - now left.
  Qed.
End OnGraph.
