"""Whole rows in the longest registers: what a compiler does not find itself.

A loop over a row, written in Python, becomes vector instructions too. But before each
such loop the compiled code tests whether two rows overlap, and it stores a sum to
memory where it could stay in a register. So these loops are spelled out here, in the
language of the compiler (LLVM): a row is cut into pieces of 16 numbers, the last into
8, 4, 2 and 1, and as many pieces as there are registers are held in them at once.
"""

# Numba infers the types of the functions that it compiles.
# mypy: disable-error-code="no-untyped-def, no-untyped-call"

from itertools import groupby

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

VECTOR = 16  # float32 numbers in a cache line, and in the longest register
HELD = 8 * VECTOR  # numbers of a row that are held in registers at once
FLOAT, INT = ir.FloatType(), ir.IntType(64)
ANY_ORDER = ("reassoc", "contract")  # products and sums may be rounded together


@intrinsic
def add_rows(typingctx, target, i, source, ids, start, n, factors, first, stride, row):
    """Add to target[i], for t < n, factors[first + stride·t] · source[ids[start + t]].

    The terms are summed first, and target[i] is loaded, changed and stored in one go at
    the end: what another thread adds to it meanwhile is seldom lost, and a small term
    is not rounded against a large row.
    """

    def codegen(context, builder, signature, arguments):
        rows = _Rows(context, builder, signature.args, arguments)
        to, begin = rows.row(0, arguments[1]), arguments[4]
        for pieces in _held_at_once(row):
            sums = [rows.zero(piece) for piece in pieces]
            with cgutils.for_range(builder, arguments[5], intp=INT) as loop:
                at = builder.add(arguments[7], builder.mul(arguments[8], loop.index))
                factor = builder.load(rows.element(6, at))
                word = builder.load(rows.element(3, builder.add(begin, loop.index)))
                other = rows.row(2, builder.zext(word, INT))
                for total, piece in zip(sums, pieces, strict=True):
                    product = rows.times(factor, rows.load(other, piece))
                    more = builder.fadd(builder.load(total), product, flags=ANY_ORDER)
                    builder.store(more, total)
            for total, piece in zip(sums, pieces, strict=True):
                old = rows.load(to, piece)
                rows.store(builder.fadd(old, builder.load(total)), to, piece)

    index, array = types.int64, (target, types.int64, source, ids)
    return types.void(*array, index, index, factors, index, index, row), codegen


@intrinsic
def set_products(typingctx, out, first, one, i, others, ids, start, n, row):
    """Set out[first + t] = one[i] · others[ids[start + t]] for t < n."""

    def codegen(context, builder, signature, arguments):
        rows = _Rows(context, builder, signature.args, arguments)
        own, begin = rows.row(2, arguments[3]), arguments[6]
        for number, pieces in enumerate(_held_at_once(row)):
            held = [rows.load(own, piece) for piece in pieces]
            with cgutils.for_range(builder, arguments[7], intp=INT) as loop:
                word = builder.load(rows.element(5, builder.add(begin, loop.index)))
                other = rows.row(4, builder.zext(word, INT))
                loaded = [rows.load(other, piece) for piece in pieces]
                product = rows.sum_of_products(held, loaded)
                place = rows.element(0, builder.add(arguments[1], loop.index))
                if number:  # the pieces before are in it already
                    product = builder.fadd(product, builder.load(place))
                builder.store(product, place)

    index = types.int64
    return types.void(out, index, one, index, others, ids, index, index, row), codegen


@intrinsic
def copy_row(typingctx, target, i, source, j, row):
    """Set target[i] = source[j]."""

    def codegen(context, builder, signature, arguments):
        rows = _Rows(context, builder, signature.args, arguments)
        to, start = rows.row(0, arguments[1]), rows.row(2, arguments[3])
        for pieces in _held_at_once(row):
            for piece in pieces:
                rows.store(rows.load(start, piece), to, piece)

    return types.void(target, types.int64, source, types.int64, row), codegen


@intrinsic
def prefetch(typingctx, matrix, i, row):
    """Ask the processor for row `i` from memory; `row` says how long it is."""

    def codegen(context, builder, signature, arguments):
        rows = _Rows(context, builder, signature.args, arguments)
        start, i32 = rows.row(0, arguments[1]), ir.IntType(32)
        byte = ir.IntType(8).as_pointer()
        kind = ir.FunctionType(ir.VoidType(), [byte, i32, i32, i32])
        ask = builder.module.declare_intrinsic("llvm.prefetch", (byte,), kind)
        to_read, keep_close, data = i32(0), i32(3), i32(1)
        for place in range(0, _length_of(row), VECTOR):  # each cache line
            line = builder.bitcast(builder.gep(start, [INT(place)]), byte)
            builder.call(ask, [line, to_read, keep_close, data])

    return types.void(matrix, types.int64, row), codegen


def _length_of(row):
    """Return the length of a row from the type of what `row_of` returns."""
    hundreds, ones = row
    return 100 * hundreds.count + ones.count


def _held_at_once(row):
    """Cut a row into pieces (place, width), and list those held at once."""
    pieces, place, width = [], 0, VECTOR
    while place < _length_of(row):
        while place + width > _length_of(row):
            width //= 2
        pieces.append((place, width))
        place += width
    return [list(some) for _, some in groupby(pieces, lambda piece: piece[0] // HELD)]


class _Rows:
    """Writes instructions that load, combine and store pieces of rows."""

    def __init__(self, context, builder, kinds, values):
        self.builder = builder
        self.arrays = [
            context.make_array(kind)(context, builder, value)
            if isinstance(kind, types.Array)
            else None
            for kind, value in zip(kinds, values, strict=True)
        ]

    def element(self, array, i):
        """Return the address of number `i` of an argument."""
        return self.builder.gep(self.arrays[array].data, [i])

    def row(self, matrix, i):
        """Return the address of row `i` of an argument."""
        array, byte = self.arrays[matrix], ir.IntType(8).as_pointer()
        stride = cgutils.unpack_tuple(self.builder, array.strides)[0]
        first = self.builder.bitcast(array.data, byte)
        start = self.builder.gep(first, [self.builder.mul(i, stride)])
        return self.builder.bitcast(start, FLOAT.as_pointer())

    def place(self, start, piece):
        """Return the address of a piece of the row that begins at `start`."""
        kind = ir.VectorType(FLOAT, piece[1]).as_pointer()
        return self.builder.bitcast(self.builder.gep(start, [INT(piece[0])]), kind)

    def load(self, start, piece):
        """Load a piece of a row."""
        return self.builder.load(self.place(start, piece), align=4)

    def store(self, value, start, piece):
        """Store a piece of a row."""
        self.builder.store(value, self.place(start, piece), align=4)

    def zero(self, piece):
        """Return a variable for the sum of pieces; the compiler makes it a register."""
        kind = ir.VectorType(FLOAT, piece[1])
        total = cgutils.alloca_once(self.builder, kind)
        self.builder.store(ir.Constant(kind, None), total)
        return total

    def times(self, factor, piece):
        """Multiply a piece by one number."""
        i32, nothing = ir.IntType(32), ir.Constant(piece.type, ir.Undefined)
        one = self.builder.insert_element(nothing, factor, i32(0))
        copies = ir.Constant(ir.VectorType(i32, piece.type.count), None)
        factors = self.builder.shuffle_vector(one, nothing, copies)
        return self.builder.fmul(factors, piece, flags=ANY_ORDER)

    def sum_of_products(self, these, those):
        """Return the scalar product: sums of one width add up, then are halved."""
        sums: dict[int, ir.Value] = {}
        for a, b in zip(these, those, strict=True):
            product = self.builder.fmul(a, b, flags=ANY_ORDER)
            self._add(sums, product)
        while len(sums) > 1 or max(sums) > 1:
            widest = sums.pop(max(sums))
            count = widest.type.count // 2
            self._add(sums, self._part(widest, range(count)))
            self._add(sums, self._part(widest, range(count, 2 * count)))
        return self.builder.extract_element(sums[1], ir.IntType(32)(0))

    def _add(self, sums, value):
        """Add a vector to the sum of its width."""
        width = value.type.count
        if width in sums:
            value = self.builder.fadd(sums[width], value, flags=ANY_ORDER)
        sums[width] = value

    def _part(self, value, places):
        """Return some numbers of a vector."""
        kind = ir.VectorType(ir.IntType(32), len(places))
        return self.builder.shuffle_vector(
            value, value, ir.Constant(kind, list(places))
        )
