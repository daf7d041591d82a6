"""Keys of several columns, stretches of rows, and whole numbers of any size."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.arrays import (
    SortedKeys,
    combine,
    distinct_pairs,
    first_of_each,
    minus,
    months_of,
    numbered,
    packed,
    quotient,
    repeated,
    same_village,
    stretches,
    times,
    villages_of,
)

villages = st.integers(0, 2**31 - 1)
months = st.integers(1900 * 12, 2201 * 12)
large = st.integers(-(2**63), 2**63 - 1)


@given(st.lists(st.tuples(villages, months), min_size=1))
def test_keys_give_back_village_and_month_and_sort_by_them(pairs: list[tuple[int, int]]) -> None:
    village, month = (np.array([pair[part] for pair in pairs], dtype=np.int64) for part in (0, 1))
    keys = packed(village.astype(np.int32), month)
    assert (villages_of(keys).tolist(), months_of(keys).tolist()) == (village.tolist(), month.tolist())
    assert [pairs[place] for place in np.argsort(keys, kind="stable").tolist()] == sorted(pairs)
    assert same_village(keys[1:], keys[:-1]).tolist() == (village[1:] == village[:-1]).tolist()
    assert (packed(village, month - 1) == keys - 1).all()


@given(st.lists(st.integers(0, 9)))
def test_first_of_each_key_is_its_first_place_in_order_of_the_keys(keys: list[int]) -> None:
    places = np.arange(len(keys))[first_of_each(np.array(keys, dtype=np.int64))].tolist()
    assert places == [keys.index(key) for key in sorted(set(keys))]


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1))))
def test_stretches_begin_where_any_column_changes(rows: list[tuple[int, int]]) -> None:
    columns = [np.array([row[part] for row in rows], dtype=np.int64) for part in (0, 1)]
    lengths = [len(list(group)) for _, group in groupby(rows)]
    assert stretches(*columns).tolist() == [sum(lengths[:place]) for place in range(len(lengths))]


@given(st.lists(large, max_size=4), large, large)
def test_products_and_differences_are_exact_whatever_their_size(values: list[int], one: int, other: int) -> None:
    column = np.array(values, dtype=np.int64)
    assert times(column, one).tolist() == [value * one for value in values]
    assert times(column, repeated(one, column)).tolist() == [value * one for value in values]
    assert times(times(column, one), other).tolist() == [value * one * other for value in values]
    assert minus(column, repeated(other, column)).tolist() == [value - other for value in values]


@given(st.lists(st.tuples(st.integers(0, 2**31 - 2), st.integers(0, 3), st.integers(0, 2**31 - 2)), max_size=30))
def test_combined_numbers_are_the_same_where_all_columns_are(rows: list[tuple[int, int, int]]) -> None:
    columns = [np.array([row[place] for row in rows], dtype=np.int64) for place in range(3)]
    found = combine(columns).tolist()

    assert len(set(found)) == len(set(rows))
    assert all((a == b) == (x == y) for a, x in zip(found, rows, strict=True) for b, y in zip(found, rows, strict=True))
    one, other = distinct_pairs(columns[0], columns[2])
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == sorted({(row[0], row[2]) for row in rows})


whole = st.integers(-(2**62), 2**62)


@given(st.lists(st.tuples(whole, whole), max_size=8))
def test_a_quotient_is_the_float_nearest_to_the_exact_one(pairs: list[tuple[int, int]]) -> None:
    top, bottom = (np.array([pair[part] for pair in pairs], dtype=np.int64) for part in (0, 1))
    expected = [float(Fraction(*pair)) if pair[1] else np.nan for pair in pairs]
    np.testing.assert_array_equal(quotient(top, bottom), np.array(expected))
    np.testing.assert_array_equal(quotient(top.astype(object), bottom), np.array(expected))


@given(values=st.lists(st.integers(-3, 9), max_size=40), wanted=st.lists(st.integers(-5, 12), max_size=20))
def test_many_numbers_are_numbered_and_found_as_few_are(values: list[int], wanted: list[int]) -> None:
    column, asked = np.array(values, dtype=np.int64), np.array(wanted, dtype=np.int64)
    keys = np.unique(column)

    few, many = numbered(column), SortedKeys(keys).places(asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("popcalc.arrays.FEW", -1)
        hashed, places = numbered(column), SortedKeys(keys).places(asked)

    assert [one.tolist() for one in few] == [one.tolist() for one in hashed]
    assert few[1].tolist() == list(dict.fromkeys(values))
    assert many.tolist() == places.tolist() == [keys.tolist().index(one) if one in keys else -1 for one in wanted]
