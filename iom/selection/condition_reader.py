"""Text to condition: Python's own parser reads it in expression mode, and all but comparisons is refused.

What comes back is only ever one of the six kinds of node of iom.selection.conditions, whatever the text said.
Nothing is evaluated here.
"""

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from iom.measures.names import Column, name_meant
from iom.selection.conditions import Among, Compare, Condition, Junction, Literal, Name, Not
from iom.selection.fixed_words import not_a_word
from iom.selection.foreign_signs import ConditionError, error_at, foreign_sign, not_understood

# What a person can still read, and the parser can take without harm. Tested before anything is parsed.
LONGEST = 1000
DEEPEST = 12
MOST_VALUES = 200
# Digits that the database's exact numbers hold on either side of the point.
_MOST_WHOLE_DIGITS, _MOST_DECIMALS = 15, 10

_OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_MEMBERSHIP: dict[type[ast.cmpop], bool] = {ast.In: False, ast.NotIn: True}
_ORDERING = ("<", "<=", ">", ">=")


def parse(text: str, column_of: Callable[[str], Column | None], known: Iterable[str]) -> Condition:
    """The condition that a text states; names are those that column_of knows.

    Raises ConditionError, with the column at fault and what was probably meant.
    """
    if len(text) > LONGEST:
        raise ConditionError(f"the condition is {len(text)} characters long; at most {LONGEST} are read.")
    foreign = foreign_sign(text)
    if foreign:
        raise foreign
    # A condition may run over several lines; offsets stay what they were.
    flat = text.replace("\n", " ").replace("\t", " ")
    start = len(flat) - len(flat.lstrip())
    try:
        parsed = ast.parse(flat[start:], mode="eval")
    except SyntaxError as error:
        raise not_understood(text, start, error) from None
    except (RecursionError, MemoryError, ValueError):
        raise ConditionError(
            "the condition cannot be read: it is nested too deeply or holds odd characters."
        ) from None
    return _Reader(text, start, flat[start:], column_of, tuple(known)).condition(parsed.body, 0)


@dataclass(frozen=True)
class _Reader:
    """Turns Python's tree into ours, refusing whatever is not a comparison of names with values."""

    text: str
    start: int
    parsed: str
    column_of: Callable[[str], Column | None]
    known: tuple[str, ...]

    def condition(self, node: ast.expr, depth: int) -> Condition:
        if depth > DEEPEST:
            raise self._refused(
                node, f"brackets and nots are nested more than {DEEPEST} deep. Split the rule in two."
            )
        match node:
            case ast.BoolOp():
                parts = tuple(self.condition(value, depth + 1) for value in node.values)
                return Junction(isinstance(node.op, ast.And), parts)
            case ast.UnaryOp(op=ast.Not()):
                return Not(self.condition(node.operand, depth + 1))
            case ast.Compare():
                return self._comparison(node)
        held = self._operand(node)
        if held.kind != "boolean":
            raise self._refused(node, "this alone is neither true nor false. Compare it with something: >= 1")
        return held

    def _comparison(self, node: ast.Compare) -> Condition:
        parts, left = [], node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            if type(operator) in _MEMBERSHIP:
                parts.append(self._among(left, right, _MEMBERSHIP[type(operator)]))
            elif type(operator) in _OPERATORS:
                parts.append(self._compare(left, _OPERATORS[type(operator)], right))
            else:
                meant = "!=" if isinstance(operator, ast.IsNot) else "=="
                raise self._refused(right, f'"is" is not a comparison here. Did you mean {meant}?')
            left = right
        return parts[0] if len(parts) == 1 else Junction(True, tuple(parts))

    def _compare(self, left_node: ast.expr, operator: str, right_node: ast.expr) -> Compare:
        self._quoted(left_node, right_node)
        self._quoted(right_node, left_node)
        left, right = self._operand(left_node), self._operand(right_node)
        if isinstance(left, Literal) and isinstance(right, Literal):
            raise self._refused(left_node, "this compares two fixed values, so it says nothing of a person.")
        if left.kind != right.kind:
            raise self._refused(right_node, _mismatch(left, right))
        if operator in _ORDERING and left.kind != "number":
            raise self._refused(
                right_node, f"{left.kind} values have no order: use == or !=, or in with a list."
            )
        for name, value, node in ((left, right, right_node), (right, left, left_node)):
            if isinstance(name, Name) and isinstance(value, Literal):
                self._possible(name, value, node)
        return Compare(left, operator, right)

    def _among(self, left_node: ast.expr, right_node: ast.expr, excluded: bool) -> Among:
        left = self._operand(left_node)
        if not isinstance(left, Name):
            raise self._refused(
                left_node, "a fixed value is asked for in a list. Put the measure's name first."
            )
        # ("A") is no list to Python, but it is to whoever writes it
        is_text = isinstance(right_node, ast.Constant) and isinstance(right_node.value, str)
        elements = [right_node] if is_text else getattr(right_node, "elts", None)
        if elements is None:
            raise self._refused(right_node, f'after "in" comes a list in brackets: {left.name} in ("A", "B")')
        if not elements or len(elements) > MOST_VALUES:
            raise self._refused(right_node, f"a list holds from 1 to {MOST_VALUES} values.")
        values = []
        for element in elements:
            self._quoted(left_node, element)
            value = self._operand(element)
            if not isinstance(value, Literal):
                raise self._refused(element, "a list holds values, not names.")
            if value.kind != left.kind:
                raise self._refused(element, _mismatch(left, value))
            self._possible(left, value, element)
            values.append(value)
        return Among(left, tuple(values), excluded)

    def _quoted(self, name: ast.expr, word: ast.expr) -> None:
        """Refuse a word that nothing is named, compared with a name that holds text: it lacks its quotes."""
        if not isinstance(name, ast.Name | ast.Attribute) or not isinstance(word, ast.Name):
            return
        column = self.column_of(ast.unparse(name))
        if column and column.kind == "text" and self.column_of(word.id) is None:
            raise self._refused(word, f'text stands in quotes. Did you mean "{word.id}"?')

    def _possible(self, name: Name, literal: Literal, node: ast.expr) -> None:
        wrong = not_a_word(name.name, literal.value)
        if wrong:
            raise self._refused(node, wrong)

    def _operand(self, node: ast.expr) -> Name | Literal:
        match node:
            case ast.Name():
                return self._name(node, node.id)
            case ast.Attribute(value=ast.Name() as owner):
                return self._name(node, f"{owner.id}.{node.attr}")
            case ast.Constant(value=bool() | str()):
                return self._literal(node, node.value)
            case ast.Constant(value=int() | float()):
                return Literal(self._number(node))
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
                return Literal(-self._number(node.operand))
        raise self._refused(node, _why_not(node))

    def _name(self, node: ast.expr, name: str) -> Name:
        column = self.column_of(name)
        if column is None:
            # Other languages write true and yes.
            truth = {"true": "True", "yes": "True", "false": "False", "no": "False"}.get(name.lower())
            meant = f" Did you mean {truth}?" if truth else name_meant(name, self.known)
            raise self._refused(
                node, f'there is no measure "{name}".{meant} Names in this document: {", ".join(self.known)}.'
            )
        return Name(name, column.kind)

    def _literal(self, node: ast.expr, value: object) -> Literal:
        assert isinstance(value, bool | str)
        if isinstance(value, str) and (not value or any(_unwritable(sign) for sign in value)):
            raise self._refused(
                node, "text between quotes must not be empty or hold control characters or half characters."
            )
        return Literal(value)

    def _number(self, node: ast.expr) -> Decimal:
        # From the text, not from Python's float: 0.1 is one tenth.
        written = ast.get_source_segment(self.parsed, node) or ""
        try:
            number = Decimal(written)
        except ArithmeticError:
            raise self._refused(node, f"{written} is not a plain number such as 12 or 0.5.") from None
        exponent = number.as_tuple().exponent
        too_long = not isinstance(exponent, int) or -exponent > _MOST_DECIMALS
        if too_long or number.adjusted() >= _MOST_WHOLE_DIGITS:
            raise self._refused(
                node, f"a number has at most {_MOST_WHOLE_DIGITS} digits and {_MOST_DECIMALS} decimals."
            )
        return Decimal(f"{number:f}")

    def _refused(self, node: ast.expr, message: str) -> ConditionError:
        # Python counts bytes; people count characters.
        before = self.parsed.encode()[: node.col_offset].decode(errors="replace")
        return error_at(self.text, self.start + len(before), message)


def _unwritable(sign: str) -> bool:
    # A surrogate is half of a character: no database or file can hold it.
    return ord(sign) < 32 or "\ud800" <= sign <= "\udfff"


def _mismatch(left: Name | Literal, right: Name | Literal) -> str:
    wants = left if isinstance(left, Name) else right
    other = right if wants is left else left
    shown = f'"{wants.name}"' if isinstance(wants, Name) else "this"
    example = {
        "number": "a number such as 3",
        "text": 'text in quotes, such as "licence"',
        "boolean": "True or False",
    }
    return f"{shown} is compared with {example[wants.kind]}, not with {_described(other)}."


def _described(operand: Name | Literal) -> str:
    if isinstance(operand, Name):
        return f'"{operand.name}", which is {operand.kind}'
    return (
        f"the {operand.kind} {operand.value!r}"
        if isinstance(operand.value, str)
        else f"the {operand.kind} {operand.value}"
    )


def _why_not(node: ast.expr) -> str:
    match node:
        case ast.Call():
            return "a condition calls nothing: it only compares."
        case ast.BinOp():
            return "a condition does no sums. Make a measure of it, or compare the parts."
        case ast.Attribute():
            return "a name has at most one dot: held.ogrs3_2y."
        case ast.Tuple() | ast.List() | ast.Set():
            return 'a list stands after "in" only, and holds plain values.'
        case ast.Subscript():
            return "square brackets after a name mean nothing here."
        case ast.BoolOp() | ast.Compare():
            return "a comparison cannot itself be compared. Join comparisons with and, or, not."
        case ast.Constant():
            return "only numbers, text in quotes, True and False are values here."
    return "this is not a comparison of a named measure with a value."
