(* The search agent in one corridor, where forward rows are one.

   Hypotheses: W corridors of K diamonds with L >= 1 lanes; backward rows pass with probability b at left vertices and d
   at right ones, 0 < b, d <= 1. SFT's limit and RLVR's optimum are of that kind. Histories are those of SearchWalk.v.

   The agent walks straight to the leaf. On the way back it meets a left vertex with n unused lanes outward, and leaves
   it at the weight 1 against n r, where r = (1 - b)/(L b): one for SFT, zero for RLVR. Otherwise it takes a lane, has
   to turn at the right vertex, whose connector is used, and is back with n - 1 unused lanes.

   Main definitions: leaving_at (moves to leave a left vertex), weight (r), moves_home (to leave it with L - 1 lanes).
   Main results: leave, homeward_bound, outward_bound (the three stages). *)
From Coq Require Import Bool Reals List Lra Lia Psatz.
From Backproof Require Import Corridor Chain Graph CorridorGraph ClosedForms SearchAgent SearchWalk SearchHistories.
Import ListNotations.
Local Open Scope R_scope.

Fixpoint leaving_at (r : R) (n : nat) : R :=
  match n with O => 1 | S m => (1 + INR (S m) * r * (2 + leaving_at r m)) / (1 + INR (S m) * r) end.

Lemma leaving_at_one : forall n, leaving_at 1 n = leaving n.
Proof.
  induction n as [| n IH]; [reflexivity |]. cbn [leaving_at leaving]. rewrite IH.
  pose proof (pos_INR (S n)). field. lra.
Qed.

Lemma leaving_at_zero : forall n, leaving_at 0 n = 1.
Proof. destruct n; [reflexivity |]. cbn [leaving_at]. field. Qed.

Lemma diamonds_length : forall left right K, length (diamonds left right K) = (2 * K)%nat.
Proof. intros left right K. induction K as [| K IH]; [reflexivity |]. cbn [diamonds length]. rewrite IH. lia. Qed.

Lemma diamonds_at : forall left right K e, (e < 2 * K)%nat ->
  nth_error (diamonds left right K) e = Some (if Nat.even e then left else right).
Proof.
  intros left right K. induction K as [| K IH]; intros e He; [lia |].
  destruct e as [| [| e]]; [reflexivity | reflexivity |].
  cbn [diamonds nth_error]. rewrite IH by lia. reflexivity.
Qed.

Section Corridor.
  Variables (W t K L : nat) (b d : R).
  Hypothesis Ht : (t < W)%nat.
  Hypothesis HL : (1 <= L)%nat.
  Hypothesis Hb : 0 < b <= 1.
  Hypothesis Hd : 0 < d <= 1.

  Local Notation l := (diamonds (Vertex 1 b) (Vertex 1 d) K).
  Local Notation time := (search_time W t L l).
  Local Notation picks := (chosen W L l).
  Local Notation lanes := (lanes_of L).
  Local Notation Long := (diamonds_length (Vertex 1 b) (Vertex 1 d) K).

  Definition weight : R := (1 - b) / (INR L * b).
  Definition moves_home : R := leaving_at weight (L - 1).

  Lemma weight_nonneg : 0 <= weight.
  Proof.
    assert (0 < INR L) by (apply lt_0_INR; lia). unfold weight. apply Rmult_le_pos; [lra |].
    left. apply Rinv_0_lt_compat. apply Rmult_lt_0_compat; lra.
  Qed.

  Lemma sure_at : forall e, (e < 2 * K)%nat -> exists v, nth_error l e = Some v /\ onward v = 1 /\ 0 < homeward v <= 1.
  Proof.
    intros e He. exists (if Nat.even e then Vertex 1 b else Vertex 1 d). split; [now apply diamonds_at |].
    destruct (Nat.even e); now split.
  Qed.

  Lemma lanes_even : forall w e, Nat.even e = true -> lanes w e = 1%nat.
  Proof. intros w e E. unfold lanes_of. now rewrite E. Qed.

  Lemma lanes_odd : forall w e, Nat.even e = false -> lanes w e = L.
  Proof. intros w e E. unfold lanes_of. now rewrite E. Qed.

  Lemma lanes_some : forall w e, (0 < lanes w e)%nat.
  Proof. clear - HL. intros w e. unfold lanes_of. destruct (Nat.even e); lia. Qed.

  Lemma even_double : forall j, Nat.even (2 * j) = true.
  Proof. intros j. now rewrite Nat.even_mul. Qed.

  Lemma odd_double : forall j, Nat.even (S (2 * j)) = false.
  Proof. intros j. rewrite Nat.even_succ, <- Nat.negb_even, even_double. reflexivity. Qed.

  Lemma not_found_out : forall w e i past, (w <> t \/ (e < 2 * K)%nat) -> found t l (Out w e i :: past) = false.
  Proof.
    clear. intros w e i past Other. cbn. rewrite Long. apply andb_false_iff. rewrite !Nat.eqb_neq.
    destruct Other; [now left | right; lia].
  Qed.

  (* ---- A left vertex on the way back ---- *)

  Lemma leave : forall n w j i past Z, let history := Home w (S (2 * j)) i :: past in
    (2 * j < 2 * K)%nat -> w <> t -> In (Out w (S (S (2 * j))) 0) history -> ~ In (Home w (2 * j) 0) history ->
    length (open_lanes history (Out w (S (2 * j))) L) = n -> length (open_lanes history (Home w (S (2 * j))) L) = n ->
    (forall past', keeps w (S (2 * j)) history past' -> time (Home w (2 * j) 0 :: past') Z) ->
    time history (leaving_at weight n + Z).
  Proof.
    induction n as [| n IH]; intros w j i past Z history Hj Wrong Used New Outs Homes Home'.
    - pose proof (leaves W t K L l HL Long w (2 * j) i past (Vertex 1 b)
        (fun s => match s with Home _ _ _ => Z | _ => 0 end) Z 0) as Leaves.
      cbn zeta in Leaves. fold history in Leaves. rewrite Outs in Leaves. cbn [INR homeward] in Leaves.
      fold weight in Leaves.
      replace (leaving_at weight 0 + Z) with (1 + (Z + 0 * weight * 0) / (1 + 0 * weight)) by (cbn; field; lra).
      apply Leaves; [rewrite (diamonds_at _ _ K) by exact Hj; now rewrite even_double | apply even_double | exact Hb |
        now apply unused_iff | reflexivity | reflexivity | apply Home', keeps_same |].
      intros i' Hi'. apply length_zero_iff_nil in Outs. rewrite Outs in Hi'. destruct Hi'.
    - pose proof (leaves W t K L l HL Long w (2 * j) i past (Vertex 1 b)
        (fun s => match s with Home _ _ _ => Z | _ => 1 + (leaving_at weight n + Z) end) Z
        (1 + (leaving_at weight n + Z))) as Leaves.
      cbn zeta in Leaves. fold history in Leaves. rewrite Outs in Leaves. cbn [homeward] in Leaves.
      fold weight in Leaves.
      assert (0 <= INR (S n) * weight) by (apply Rmult_le_pos; [apply pos_INR | apply weight_nonneg]).
      replace (leaving_at weight (S n) + Z) with
        (1 + (Z + INR (S n) * weight * (1 + (leaving_at weight n + Z))) / (1 + INR (S n) * weight))
        by (cbn [leaving_at]; field; lra).
      apply Leaves; [rewrite (diamonds_at _ _ K) by exact Hj; now rewrite even_double | apply even_double | exact Hb |
        now apply unused_iff | reflexivity | reflexivity | apply Home', keeps_same |].
      intros i1 Hi1. split; [reflexivity |]. set (h1 := Out w (S (2 * j)) i1 :: history).
      destruct (sure_at (S (2 * j)) ltac:(lia)) as (v & At & Sure & _).
      assert (Odd : lanes w (S (2 * j)) = L) by (apply lanes_odd, odd_double).
      assert (Same : open_lanes h1 (Home w (S (2 * j))) L = open_lanes history (Home w (S (2 * j))) L)
        by (apply open_same; intros a _; unfold h1; cbn; split; [intros [No | In]; [discriminate | exact In] | tauto]).
      pose proof (turned_back W L l w (S (2 * j)) i1 history v At Sure) as Turned. cbn zeta in Turned.
      fold h1 in Turned. rewrite Odd in Turned. apply (time_alike W t K L l HL Long) with (2 := Turned
        ltac:(apply open_none; intros a Ha; rewrite lanes_even in Ha by (cbn [Nat.even]; apply even_double);
              replace a with 0%nat by lia; now right)).
      + apply not_found_out. now left.
      + rewrite Same. intros Empty. rewrite Empty in Homes. discriminate Homes.
      + intros i2 Hi2. rewrite Same in Hi2. set (h2 := Home w (S (2 * j)) i2 :: h1).
        apply (IH w j i2 h1 Z); fold h2; try assumption.
        * right. right. exact Used.
        * intros [No | [No | In]]; [injection No; lia | discriminate No | contradiction].
        * pose proof (open_drops history h2 (Out w (S (2 * j))) L i1 Hi1) as Drops. rewrite Outs in Drops.
          enough (S n = S (length (open_lanes h2 (Out w (S (2 * j))) L))) by lia. apply Drops. intros a _.
          unfold h2, h1. cbn. split; [intros [No | [E | In]]; [discriminate | injection E; auto | now left] |
            intros [In | ->]; tauto].
        * pose proof (open_drops history h2 (Home w (S (2 * j))) L i2 Hi2) as Drops. rewrite Homes in Drops.
          enough (S n = S (length (open_lanes h2 (Home w (S (2 * j))) L))) by lia. apply Drops. intros a _.
          unfold h2, h1. cbn. split; [intros [E | [No | In]]; [injection E; auto | discriminate | now left] |
            intros [In | ->]; tauto].
        * intros past' Keeps. apply Home'. apply keeps_trans with h2; [| exact Keeps].
          apply keeps_trans with h1; [apply keeps_out; lia | apply keeps_home; lia].
  Qed.

  (* ---- The way back ---- *)

  Lemma homeward_bound : forall j w past Y, let history := Home w (2 * j) 0 :: past in
    (j <= K)%nat -> w <> t -> (forall a, (a < 2 * j)%nat -> one_way L history w a) ->
    ((0 < j)%nat -> In (Out w (2 * j) 0) history) ->
    (forall past', keeps w 0 past past' -> time (Home w 0 0 :: past') Y) ->
    time history (INR j * (1 + moves_home) + Y).
  Proof.
    induction j as [| j IH]; intros w past Y history Hj Wrong Ways Used Fork'.
    - replace (INR 0 * (1 + moves_home) + Y) with Y by (cbn; ring). apply Fork', keeps_same.
    - destruct (sure_at (S (2 * j)) ltac:(lia)) as (v & At & _ & Pos).
      assert (Even : S (S (2 * j)) = (2 * S j)%nat) by lia.
      assert (Odd : lanes w (S (2 * j)) = L) by (apply lanes_odd, odd_double).
      pose proof (goes_home W K L l HL Long w (S (2 * j)) 0 past v At (proj1 Pos)) as Goes. cbn zeta in Goes.
      rewrite Even in Goes. fold history in Goes. rewrite Odd in Goes.
      destruct (Ways (S (2 * j)) ltac:(lia)) as [(j0 & Hj0 & One) None]. rewrite Odd in Hj0.
      assert (Open : open_lanes history (Home w (S (2 * j))) L = seq 0 L) by (apply open_all; intros a _; apply None).
      replace (INR (S j) * (1 + moves_home) + Y) with (1 + (moves_home + (INR j * (1 + moves_home) + Y)))
        by (rewrite S_INR; ring).
      assert (Shut : open_lanes history (Out w (2 * S j)) (lanes w (2 * S j)) = []).
      { apply open_none. intros a Ha. rewrite lanes_even in Ha by apply even_double.
        replace a with 0%nat by lia. apply Used. lia. }
      assert (Some : seq 0 L <> []) by (destruct L; [lia | discriminate]).
      rewrite Open in Goes. apply (time_alike W t K L l HL Long) with (2 := Goes Shut Some);
        [reflexivity | exact Some |].
      intros i Hi. apply in_seq in Hi. set (h1 := Home w (S (2 * j)) i :: history).
      destruct (Ways (2 * j)%nat ltac:(lia)) as [(j1 & Hj1 & One') None'].
      rewrite lanes_even in Hj1 by apply even_double.
      assert (To : forall past', keeps w (S (2 * j)) h1 past' -> keeps w (2 * j) history past').
      { intros past' Keeps. apply keeps_trans with h1; [apply keeps_home; lia |].
        apply keeps_more with (S (2 * j)); [lia | exact Keeps]. }
      apply (leave (L - 1) w j i history (INR j * (1 + moves_home) + Y)); fold h1; try lia; try exact Wrong.
      + right. rewrite Even. apply Used. lia.
      + intros [No | In]; [injection No; lia | now apply None' in In].
      + apply open_after_one with j0; [exact Hj0 |]. intros a _. rewrite <- One. unfold h1. cbn.
        split; [intros [No | In]; [discriminate | exact In] | tauto].
      + apply open_after_one with i; [lia |]. intros a _. unfold h1. cbn.
        split; [intros [E | In]; [now injection E | now apply None in In] | intros ->; now left].
      + intros past' Keeps. pose proof (To past' Keeps) as Long'. apply (IH w past' Y); try lia; try exact Wrong.
        * intros a Ha. apply one_way_keeps with (2 * j)%nat history; [| lia | apply Ways; lia].
          apply keeps_trans with past'; [exact Long' | apply keeps_home; lia].
        * intros _. right. apply Long'. apply One'. lia.
        * intros past'' Keeps''. apply Fork'. apply keeps_trans with past'; [| exact Keeps''].
          apply keeps_trans with history; [apply keeps_home; lia |].
          apply keeps_more with (2 * j)%nat; [lia | exact Long'].
  Qed.

  (* ---- The way out ---- *)

  Lemma outward_bound : forall k e i w past X, let history := Out w e i :: past in
    (e + k = 2 * K)%nat -> (forall a, (a <= e)%nat -> one_way L history w a) ->
    (forall a j, (e < a)%nat -> ~ In (Out w a j) history) -> (forall a j, ~ In (Home w a j) history) ->
    (forall past' j, let reached := Out w (2 * K) j :: past' in keeps w 0 history reached ->
      (forall a, (a <= 2 * K)%nat -> one_way L reached w a) -> time reached X) ->
    time history (INR k + X).
  Proof.
    induction k as [| k IH]; intros e i w past X history He Ways Ahead Never Leaf.
    - assert (e = (2 * K)%nat) as -> by lia. replace (INR 0 + X) with X by (cbn; ring).
      apply Leaf; [apply keeps_same | exact Ways].
    - destruct (sure_at e ltac:(lia)) as (v & At & Sure & _).
      assert (Open : open_lanes history (Out w (S e)) (lanes w (S e)) = seq 0 (lanes w (S e)))
        by (apply open_all; intros a _; apply Ahead; lia).
      assert (Some : seq 0 (lanes w (S e)) <> []) by (pose proof (lanes_some w (S e)); destruct (lanes w (S e));
        [lia | discriminate]).
      pose proof (goes_on W K L l HL Long w e i past v At Sure) as Goes. cbn zeta in Goes. fold history in Goes.
      rewrite Open in Goes. replace (INR (S k) + X) with (1 + (INR k + X)) by (rewrite S_INR; ring).
      apply (time_alike W t K L l HL Long) with (2 := Goes Some); [apply not_found_out; right; lia | exact Some |].
      intros i' Hi'. apply in_seq in Hi'. apply (IH (S e) i' w history X); [lia | | | |].
      + intros a Ha. destruct (Nat.eq_dec a (S e)) as [-> | Less].
        * split; [| intros j [No | In]; [discriminate | now apply Never in In]]. exists i'. split; [lia |].
          intros j. cbn. split; [intros [E | In]; [now injection E | exfalso; apply (Ahead (S e) j); [lia | exact In]] |
            intros ->; now left].
        * apply one_way_keeps with (S e) history; [apply keeps_out; lia | lia | apply Ways; lia].
      + intros a j Ha [E | In]; [injection E; lia | apply (Ahead a j); [lia | exact In]].
      + intros a j [No | In]; [discriminate | now apply Never in In].
      + intros past' j reached Keeps. apply Leaf. apply keeps_trans with (Out w (S e) i' :: history); [| exact Keeps].
        apply keeps_out. lia.
  Qed.
End Corridor.
