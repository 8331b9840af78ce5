"""Reads words into a tree: precedence climbing with a limit on depth and nodes.

From loose to tight: `if/then/else`, `or`, `and`, `not`, comparisons, `+ -`,
`* / // %`, `-x` and `!x`, then `name.key` and calls. `not(` without a space is the
function FEEL knows; `not (` binds like Python's word. They differ only for
operands that are no truth values.
"""

from collections.abc import Callable

from engine.domain.expressions.functions import FUNCTIONS
from engine.domain.expressions.tree import (
    Access,
    Arithmetic,
    Both,
    Call,
    Choice,
    Comparison,
    Constant,
    Either,
    Inverse,
    Listing,
    Name,
    Node,
    This,
)
from engine.domain.expressions.words import ReadingError, Token, tokens_of

MAX_NODES = 100
MAX_DEPTH = 30

_OR, _AND, _COMPARE, _SUM, _PRODUCT, _UNARY = range(1, 7)
_COMPARISONS = frozenset(["==", "!=", "<", "<=", ">", ">=", "in", "not in"])
_POWERS = {"or": _OR, "and": _AND, "+": _SUM, "-": _SUM} | dict.fromkeys(
    ["*", "/", "//", "%"], _PRODUCT
)
_CONSTANTS = {
    "true": True,
    "True": True,
    "false": False,
    "False": False,
    "null": None,
    "None": None,
}


def read(text: str) -> tuple[Node, frozenset[str], bool]:
    """Return the tree of a text, the names it reads and whether it reads `this`.

    The names are those at the top of the data.

    Raises:
        ReadingError: if the text is no expression of the language.
    """
    reader = _Reader(tokens_of(text))
    tree = reader.whole()
    return tree, frozenset(reader.names), reader.reads_row


class _Reader:
    """One pass over the words of one text."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._nodes = 0
        self._depth = 0
        self.names: set[str] = set()
        self.reads_row = False

    def whole(self) -> Node:
        tree = self._expression()
        if self._token.kind != "end":
            raise self._refusal()
        return tree

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _refusal(self, reason: str = "expression.unreadable") -> ReadingError:
        if self._token.kind == "end" and reason == "expression.unreadable":
            reason = "expression.incomplete"
        return ReadingError(reason, self._token.start)

    def _advance(self) -> Token:
        token = self._token
        if token.kind == "end":
            raise self._refusal()
        self._next += 1
        return token

    def _at(self, content: str) -> bool:
        return _is(self._token, content)

    def _took(self, content: str) -> bool:
        if not self._at(content):
            return False
        self._next += 1
        return True

    def _need(self, content: str) -> None:
        if not self._took(content):
            raise self._refusal()

    def _counted(self, node: Node) -> Node:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise self._refusal("expression.too_many_parts")
        return node

    def _deeper(self, inner: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._refusal("expression.too_deep")
        node = inner()
        self._depth -= 1
        return node

    def _expression(self) -> Node:
        return self._deeper(self._choice)

    def _choice(self) -> Node:
        if self._took("if"):
            condition = self._expression()
            self._need("then")
            chosen = self._expression()
            self._need("else")
            return self._counted(Choice(condition, chosen, self._expression()))
        chosen = self._binary(_OR)
        if not self._took("if"):
            return chosen
        condition = self._binary(_OR)
        self._need("else")
        return self._counted(Choice(condition, chosen, self._expression()))

    def _binary(self, power: int) -> Node:
        left = self._deeper(self._prefix)
        while True:
            sign = self._infix()
            if sign in _COMPARISONS and power <= _COMPARE:
                left = self._comparison(left)
                continue
            binds = _POWERS.get(sign, 0)
            if not binds or binds < power:
                return left
            self._advance()
            left = self._counted(_joined(sign, left, self._binary(binds + 1)))

    def _infix(self) -> str:
        """Return the operator that stands here, `not in` as one; else nothing."""
        if self._token.kind not in ("sign", "word"):
            return ""
        sign = str(self._token.content)
        if sign != "not":
            return sign
        following = self._tokens[self._next + 1]
        return "not in" if _is(following, "in") else ""

    def _comparison(self, first: Node) -> Node:
        rest: list[tuple[str, Node]] = []
        while (sign := self._infix()) in _COMPARISONS:
            self._next += 2 if sign == "not in" else 1
            rest.append((sign, self._binary(_SUM)))
            self._counted(first)
        return Comparison(first, tuple(rest))

    def _prefix(self) -> Node:
        if self._at("not") and not self._called():
            self._advance()
            return self._counted(Inverse(self._binary(_COMPARE)))
        if self._took("!"):
            return self._counted(Inverse(self._binary(_UNARY)))
        if self._at("-") or self._at("+"):
            sign = str(self._advance().content)
            operand = self._binary(_UNARY)
            return self._counted(Arithmetic(sign, Constant(0), operand))
        return self._primary()

    def _called(self) -> bool:
        """Return whether a parenthesis follows this word without a space."""
        following = self._tokens[self._next + 1]
        return _is(following, "(") and following.start == self._token.end

    def _primary(self) -> Node:
        token = self._token
        if token.kind == "name":
            return self._named(self._advance())
        if token.kind == "word":
            return self._keyword(token)
        if self._took("("):
            inner = self._expression()
            self._need(")")
            return inner
        return self._literal()

    def _literal(self) -> Node:
        if self._took("["):
            return self._counted(Listing(self._until("]")))
        if self._token.kind not in ("number", "text"):
            raise self._refusal()
        return self._counted(Constant(self._advance().content))

    def _keyword(self, token: Token) -> Node:
        word = str(token.content)
        if word == "this":
            self._advance()
            self.reads_row = True
            return self._path(self._counted(This()), word)
        if word == "not":
            return self._call(self._advance())
        if word not in _CONSTANTS:
            raise self._refusal()
        self._advance()
        return self._counted(Constant(_CONSTANTS[word]))

    def _named(self, token: Token) -> Node:
        name = str(token.content)
        if self._at("("):
            return self._call(token)
        if name.startswith("_"):
            raise ReadingError("expression.private_name", token.start)
        self.names.add(name)
        return self._path(self._counted(Name(name)), name)

    def _call(self, token: Token) -> Node:
        function = FUNCTIONS.get(str(token.content))
        if function is None:
            raise ReadingError("expression.unknown_function", token.start)
        self._need("(")
        arguments = self._until(")")
        enough = len(arguments) >= function.least
        if not enough or (function.most is not None and len(arguments) > function.most):
            raise ReadingError("expression.wrong_arguments", token.start)
        return self._counted(Call(function, arguments))

    def _until(self, closing: str) -> tuple[Node, ...]:
        items: list[Node] = []
        while not self._took(closing):
            if items:
                self._need(",")
            items.append(self._expression())
        return tuple(items)

    def _path(self, node: Node, shown: str) -> Node:
        """Read `.key` and `[…]` after a name; a method of data cannot be called."""
        while self._at(".") or self._at("["):
            if self._took("."):
                token = self._advance()
                key = str(token.content)
                if token.kind not in ("name", "word") or key in ("&&", "||"):
                    raise ReadingError("expression.unreadable", token.start)
                if key.startswith("_"):
                    raise ReadingError("expression.private_name", token.start)
                shown = f"{shown}.{key}"
                inner: Node = Constant(key)
            else:
                self._advance()
                inner = self._expression()
                self._need("]")
                shown = f"{shown}[…]"
            node = self._counted(Access(node, inner, shown))
        if self._at("("):
            raise self._refusal("expression.unknown_function")
        return node


def _is(token: Token, content: str) -> bool:
    """Return whether a token is this sign or keyword, and not a text of that content."""
    return token.kind in ("sign", "word") and token.content == content


def _joined(sign: str, left: Node, right: Node) -> Node:
    if sign == "and":
        return Both(left, right)
    if sign == "or":
        return Either(left, right)
    return Arithmetic(sign, left, right)
