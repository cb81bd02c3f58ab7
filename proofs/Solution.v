(* The equations of the walk have a solution, which is nowhere negative.

   Hypotheses: probabilities in (0, 1], target t among the W corridors.

   Main definitions: values (of one corridor, from what is at its ends), fork_value, solution.
   Main results: values_solve, solution_walks, solution_nonneg. *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import Corridor ExpectedCost.
Import ListNotations.
Local Open Scope R_scope.

(* The value of edge 1 homeward, behind a vertex (p, q) with `rest` behind it; the fork is worth F, the leaf E. *)
Definition value_behind (q : R) (rest : corridor) (F E : R) : R :=
  (q * (1 + surplus rest) * (1 + F) + (1 - q) * (passage rest + E)) / (1 + q * surplus rest).

(* The values of edge e, outward and homeward. *)
Fixpoint values (l : corridor) (F E : R) (e : nat) : R * R :=
  match l with
  | [] => (E, F)
  | Vertex p q :: rest =>
      let G := value_behind q rest F E in
      match e with
      | O => (1 + p * fst (values rest G E 0) + (1 - p) * F, F)
      | S e' => values rest G E e'
      end
  end.

Definition out_value l F E e : R := fst (values l F E e).
Definition home_value l F E e : R := snd (values l F E e).

Lemma values_solve : forall l F E, Forall proper l -> in_corridor l F E (out_value l F E) (home_value l F E).
Proof.
  induction l as [| [p q] rest IH]; intros F E Hl; [now split |].
  pose proof (Forall_inv Hl) as [Hp Hq]. apply Forall_inv_tail in Hl. cbn in Hp, Hq.
  set (G := value_behind q rest F E). specialize (IH G E Hl). destruct IH as [Steps Fork Leaf] eqn:E'. clear E'.
  pose proof (passage_law _ _ _ _ _ Hl (Build_in_corridor _ _ _ _ _ Steps Fork Leaf)) as Law.
  pose proof (surplus_nonneg _ Hl) as Hx.
  assert (Behind : (1 + q * surplus rest) * G = q * (1 + surplus rest) * (1 + F) + (1 - q) * (passage rest + E)).
  { unfold G, value_behind. field. nra. }
  split; [| reflexivity |].
  - cbn [first_steps]. repeat split; [| exact Steps].
    change (home_value rest G E 0 = 1 + q * F + (1 - q) * out_value rest G E 0). rewrite Fork.
    set (x := surplus rest) in *. set (o := out_value rest G E 0) in *. clearbody G x o.
    apply Rmult_eq_reg_l with (1 + x); [| lra].
    assert ((1 - q) * ((1 + x) * (1 + o) - (passage rest + x * G + E)) = 0) by (rewrite Law; ring). lra.
  - exact Leaf.
Qed.

Lemma value_behind_nonneg : forall q rest F E, 0 < q <= 1 -> Forall proper rest -> 0 <= F -> 0 <= E ->
  0 <= value_behind q rest F E.
Proof.
  intros q rest F E Hq Hl HF HE. pose proof (surplus_nonneg _ Hl). pose proof (passage_pos _ Hl).
  unfold value_behind. apply Rmult_le_pos.
  - apply Rplus_le_le_0_compat; repeat apply Rmult_le_pos; lra.
  - left. apply Rinv_0_lt_compat. nra.
Qed.

Lemma values_nonneg : forall l F E e, Forall proper l -> 0 <= F -> 0 <= E ->
  0 <= out_value l F E e /\ 0 <= home_value l F E e.
Proof.
  induction l as [| [p q] rest IH]; intros F E e Hl HF HE; [now split |].
  pose proof (Forall_inv Hl) as [Hp Hq]. apply Forall_inv_tail in Hl. cbn in Hp, Hq.
  pose proof (value_behind_nonneg q rest F E Hq Hl HF HE) as HG. unfold out_value, home_value. cbn [values].
  destruct e as [| e]; [| now apply IH]. destruct (IH _ E 0%nat Hl HG HE) as [Out _]. unfold out_value in Out.
  cbn [fst snd]. split; [| exact HF].
  assert (0 <= p * fst (values rest (value_behind q rest F E) E 0)) by (apply Rmult_le_pos; lra).
  assert (0 <= (1 - p) * F) by (apply Rmult_le_pos; lra). lra.
Qed.

(* ---- The whole walk ---- *)

Section Walk.
  Variables (W t : nat) (rows : nat -> corridor).
  Hypothesis Ht : (t < W)%nat.
  Hypothesis Proper : forall w, (w < W)%nat -> Forall proper (rows w).

  Definition fork_value : R := passage (rows t) + tries (rows t) * sum_wrong W t (fun w => excursion (rows w)).
  Definition leaf_value (w : nat) : R := if w =? t then 0 else way_back (rows w) + fork_value.
  Definition solution_out (w e : nat) : R := out_value (rows w) fork_value (leaf_value w) e.
  Definition solution_home (w e : nat) : R := home_value (rows w) fork_value (leaf_value w) e.

  Lemma fork_value_pos : 1 <= fork_value.
  Proof.
    unfold fork_value. pose proof (passage_pos _ (Proper t Ht)). pose proof (surplus_nonneg _ (Proper t Ht)).
    assert (0 <= tries (rows t) * sum_wrong W t (fun w => excursion (rows w))); [| lra].
    apply Rmult_le_pos; [unfold tries; lra |]. apply sum_nonneg. intros w Hw.
    destruct (w =? t); [lra |]. pose proof (excursion_pos _ (Proper w Hw)). lra.
  Qed.

  Lemma leaf_value_nonneg : forall w, (w < W)%nat -> 0 <= leaf_value w.
  Proof.
    intros w Hw. unfold leaf_value. destruct (w =? t); [lra |].
    pose proof (way_back_pos _ (Proper w Hw)). pose proof fork_value_pos. lra.
  Qed.

  Theorem solution_nonneg : forall w e, (w < W)%nat -> 0 <= solution_out w e /\ 0 <= solution_home w e.
  Proof.
    intros w e Hw. apply values_nonneg; [now apply Proper | | now apply leaf_value_nonneg]. pose proof fork_value_pos.
    lra.
  Qed.

  (* What the equations of a corridor give for the value at its leaf is what a wrong leaf needs. *)
  Lemma leaf_fits : forall w, (w < W)%nat -> w <> t -> leaf_value w = 1 + solution_home w (length (rows w)).
  Proof.
    intros w Hw Wrong. pose proof (values_solve (rows w) fork_value (leaf_value w) (Proper w Hw)) as In.
    pose proof (way_back_law _ _ _ _ _ (Proper w Hw) In) as Law. fold (solution_home w (length (rows w))) in Law.
    unfold leaf_value in *. apply Nat.eqb_neq in Wrong. rewrite Wrong in *.
    pose proof (surplus_nonneg _ (proper_reversed _ (Proper w Hw))).
    apply Rmult_eq_reg_l with (1 + surplus (reversed (rows w))); lra.
  Qed.

  Theorem solution_walks : walk W rows t fork_value solution_out solution_home.
  Proof.
    assert (Inside : forall w, (w < W)%nat -> in_corridor (rows w) fork_value
      (if w =? t then 0 else 1 + solution_home w (length (rows w))) (solution_out w) (solution_home w)).
    { intros w Hw. pose proof (values_solve (rows w) fork_value (leaf_value w) (Proper w Hw)) as In.
      destruct (Nat.eqb_spec w t) as [E | Wrong].
      - unfold leaf_value in In. apply Nat.eqb_eq in E. rewrite E in In. unfold solution_out, solution_home, leaf_value.
        rewrite E. exact In.
      - rewrite <- (leaf_fits w Hw Wrong). exact In. }
    split; [exact Inside |]. rewrite (entering _ _ _ _ _ _ Ht Proper Inside).
    pose proof (Inside t Ht) as Target. rewrite Nat.eqb_refl in Target.
    pose proof (passage_law _ _ _ _ _ (Proper t Ht) Target) as Law. pose proof (surplus_nonneg _ (Proper t Ht)) as Hx.
    assert (Fork : fork_value = passage (rows t) + (1 + surplus (rows t)) * sum_wrong W t (fun w => excursion (rows w)))
      by reflexivity.
    set (R' := sum_wrong W t _) in *. set (x := surplus (rows t)) in *. set (o := solution_out t 0%nat) in *.
    enough (1 + o = fork_value - R') by lra. apply Rmult_eq_reg_l with (1 + x); lra.
  Qed.
End Walk.
