(* The costs of the base model, of SFT's limit and along the learning curve, in closed form.

   Hypotheses: L >= 1 real lanes (rows depend on L alone), K diamonds, W real. On the learning curve: 0 < x, y <= 1.

   Main definitions: diamonds (K diamonds with the same rows), base, sft_limit, curve, rho, return_cost (g_K).
   Main results: base_cost, sft_cost, learning_curve. *)
From Coq Require Import Reals List Lra Lia Psatz.
From Backproof Require Import Corridor Optimum.
Import ListNotations.
Local Open Scope R_scope.

Fixpoint diamonds (left right : vertex) (K : nat) : corridor :=
  match K with O => [] | S k => left :: right :: diamonds left right k end.

Lemma diamonds_snoc : forall left right K, diamonds left right K ++ [left; right] = diamonds left right (S K).
Proof. intros left right K. induction K as [| K IH]; [reflexivity |]. cbn [diamonds app]. now rewrite IH. Qed.

Lemma reversed_diamonds : forall left right K, reversed (diamonds left right K) = diamonds (flip right) (flip left) K.
Proof.
  intros left right K. induction K as [| K IH]; [reflexivity |].
  cbn [diamonds]. rewrite !reversed_cons, IH, <- app_assoc. apply diamonds_snoc.
Qed.

Lemma edges_diamonds : forall left right K, edges (diamonds left right K) = 2 * INR K + 1.
Proof.
  intros left right K. unfold edges. induction K as [| K IH]; [cbn; ring |].
  cbn [diamonds length]. rewrite !S_INR. lra.
Qed.

Lemma proper_diamonds : forall left right K, proper left -> proper right -> Forall proper (diamonds left right K).
Proof. intros left right K Hl Hr. induction K as [| K IH]; [constructor |]. now apply Forall_cons, Forall_cons. Qed.

(* One more diamond before the others, in the recurrences. *)
Lemma total_diamond : forall left right K,
  total (diamonds left right (S K)) =
  surplus (diamonds left right (S K)) + surplus (right :: diamonds left right K) + total (diamonds left right K).
Proof. intros. cbn [diamonds total]. ring. Qed.

(* ---- The learning curve, and the base model on it ---- *)

(* Entries pass with probability y, exits with probability x, forward and backward alike. *)
Definition curve (x y : R) (K : nat) : corridor := diamonds (Vertex y x) (Vertex x y) K.

Definition curve_passage (x y k : R) : R :=
  2 * k + 1 + (k * (k + 1) * (1 - x) + k * (k - 1) * (1 - y)) / x + k * (k + 1) * (2 - x - y) / y.

Lemma curve_passage_law : forall x y K, 0 < x -> 0 < y ->
  surplus (curve x y K) = INR K * (2 - x - y) / y /\ passage (curve x y K) = curve_passage x y (INR K).
Proof.
  intros x y K Hx Hy. unfold passage, curve. rewrite edges_diamonds. unfold curve_passage.
  induction K as [| K [Surplus Passage]]; [cbn; split; field; lra |].
  rewrite total_diamond. cbn [diamonds surplus]. rewrite Surplus, S_INR. split; [field; lra |].
  assert (Total : total (diamonds (Vertex y x) (Vertex x y) K)
    = ((INR K * (INR K + 1) * (1 - x) + INR K * (INR K - 1) * (1 - y)) / x + INR K * (INR K + 1) * (2 - x - y) / y) / 2)
    by lra.
  rewrite Total. field. lra.
Qed.

Theorem learning_curve : forall W x y K, 0 < x -> 0 < y ->
  cost W (curve x y K) = 1 + (2 * W - 1) * curve_passage x y (INR K).
Proof.
  intros W x y K Hx Hy. unfold cost, way_back, curve. rewrite reversed_diamonds.
  change (flip (Vertex x y)) with (Vertex y x). change (flip (Vertex y x)) with (Vertex x y). fold (curve x y K).
  destruct (curve_passage_law x y K Hx Hy) as [_ ->]. ring.
Qed.

(* Uniform rows: of the L + 1 edges at an inner vertex, L are lanes. *)
Definition entry (L : R) : R := L / (L + 1).
Definition exit (L : R) : R := 1 / (L + 1).
Definition base (L : R) (K : nat) : corridor := curve (exit L) (entry L) K.

Lemma uniform_rows : forall L, 1 <= L -> 0 < exit L <= 1 /\ 0 < entry L <= 1.
Proof.
  intros L HL. unfold exit, entry. repeat split; try (apply Rdiv_lt_0_compat; lra);
    (apply Rmult_le_reg_r with (L + 1); [lra |]; field_simplify; lra).
Qed.

Lemma proper_base : forall L K, 1 <= L -> Forall proper (base L K).
Proof. intros L K HL. destruct (uniform_rows L HL). apply proper_diamonds; split; cbn; lra. Qed.

Theorem base_cost : forall W K L, 1 <= L ->
  cost W (base L K) = 1 + (2 * W - 1) * (INR K * L + INR K + 1) * (INR K / L + INR K + 1).
Proof.
  intros W K L HL. unfold base, exit, entry. rewrite learning_curve by (apply Rdiv_lt_0_compat; lra).
  unfold curve_passage. field. lra.
Qed.

(* ---- SFT's limit: forward rows one, backward rows as in the base model ---- *)

Definition sft_limit (L : R) (K : nat) : corridor := diamonds (Vertex 1 (exit L)) (Vertex 1 (entry L)) K.
Definition rho (L : R) : R := (L + 1) * (L + 1) / L.

(* g_K: expected steps of the way back. *)
Definition return_cost (L : R) (K : nat) : R :=
  (2 * (2 * L + 1) * (L + 1) * rho L ^ K - (3 * L * L + 5 * L + 1)) / (L * L + L + 1) - 2 * INR K.

Lemma proper_sft_limit : forall L K, 1 <= L -> Forall proper (sft_limit L K).
Proof. intros L K HL. destruct (uniform_rows L HL). apply proper_diamonds; split; cbn; lra. Qed.

Lemma return_law : forall L K, 1 <= L ->
  surplus (reversed (sft_limit L K)) = rho L ^ K - 1 /\ way_back (sft_limit L K) = return_cost L K.
Proof.
  intros L K HL. unfold way_back, passage, sft_limit. rewrite reversed_diamonds, edges_diamonds.
  unfold flip, return_cost. cbn [onward homeward].
  induction K as [| K [Surplus Passage]]; [cbn; split; [ring | field; nra] |].
  rewrite total_diamond. cbn [diamonds surplus pow]. rewrite Surplus, S_INR.
  set (P := rho L ^ K) in *. set (T := total (diamonds (Vertex (entry L) 1) (Vertex (exit L) 1) K)) in *.
  assert (Total : T = ((2 * (2 * L + 1) * (L + 1) * P - (3 * L * L + 5 * L + 1)) / (L * L + L + 1) - 4 * INR K - 1) / 2)
    by lra.
  unfold rho, entry, exit. split; [field; lra |]. rewrite Total. field. repeat split; nra.
Qed.

Theorem sft_cost : forall W K L, 1 <= L ->
  cost W (sft_limit L K) = 1 + W * (2 * INR K + 1) + (W - 1) * return_cost L K.
Proof.
  intros W K L HL. unfold cost. destruct (return_law L K HL) as [_ ->].
  unfold passage. assert (Ones : Forall (fun v => onward v = 1) (sft_limit L K)).
  { unfold sft_limit. induction K; repeat constructor. exact IHK. }
  apply surplus_none in Ones as [_ ->]. unfold sft_limit. rewrite edges_diamonds. ring.
Qed.
