"""How templates become code: every value, call and macro in as few steps of Python as it can take.

What Jinja writes suits any template. A page of an account has three thousand values, and much of its time went into
what ours do not need: looking whether a function wants to be handed the context (filters that do are known when a
template is compiled, and nothing else of ours does), counting the arguments of a macro, and a context of its own for
each part that a loop includes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import partial
from keyword import iskeyword
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from api.reader import Reader
from graphkam.domain.message import Message

_SPECIAL = re.compile("[&<>\"']")
"""What `escape` changes."""


def escaped(text: str) -> str:
    """A text as it stands between tags or quotation marks; most need nothing.

    >>> escaped("Li & Co"), escaped("Li")
    (Markup('Li &amp; Co'), 'Li')
    """
    return escape(text) if _SPECIAL.search(text) else text


_as_markup = partial(str.__new__, Markup)


class _Macro(Macro):
    """A macro that is mostly called with just the arguments that it names."""

    def __call__(self, *args: Any, **named: Any) -> str:
        """Its text, which is markup."""
        if named or len(args) != self._argument_count or self.caller or self.catch_varargs:
            return super().__call__(*args, **named)
        text: str = _as_markup(self._func(*args))
        return text


class _Writer(CodeGenerator):
    """Writes a value as one call of `Templates.written`, and a call as a call."""

    def _output_child_pre(self, *_: Any) -> None:
        self.write("environment.written(context, ")

    def _output_child_post(self, *_: Any) -> None:
        self.write(")")

    def visit_Call(  # noqa: N802  as Jinja calls it
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """A call; what needs more than arguments and names is left to Jinja."""
        unusual = node.dyn_args or node.dyn_kwargs or any(iskeyword(named.key) for named in node.kwargs)
        if forward_caller or unusual:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """What a named value has; of a mapping that may be an item, which is left to Jinja."""
        name = node.node.name if isinstance(node.node, nodes.Name) else None
        if name is None or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f".{node.attr} if type({frame.symbols.ref(name)}) is not dict else ")
        super().visit_Getattr(node, frame)
        self.write(")")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """What makes a macro: `Templates.Macro`."""
        self.write("environment.")
        super().macro_def(macro_ref, frame)


class _Settled(NodeTransformer):
    """Puts in its place what is known before any page: the parts that are included by name, where they see the same
    names, and the sentences without values, in the language of these templates."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  as Jinja calls it
        """A sentence of the page, if it takes no values."""
        self.generic_visit(node)
        match node:
            case nodes.Call(node=nodes.Name(name="_"), args=[nodes.Const(value=str(text))], kwargs=[]):
                return nodes.Const(self._templates.reader.text(text), lineno=node.lineno)
        return node

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802
        """The part, in a scope of its own: what it sets ends with it."""
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        if not isinstance(name, str) or node.ignore_missing or not node.with_context:
            return node
        return nodes.Scope(self._templates.part(name).body, lineno=node.lineno)


class _Template(Template):
    """A template whose blocks are made in one go: each layer that hands their pieces on one by one costs as much
    again."""

    @classmethod
    def _from_namespace(
        cls, environment: Environment, namespace: MutableMapping[str, Any], globals: MutableMapping[str, Any]
    ) -> Template:
        made = super()._from_namespace(environment, namespace, globals)
        made.blocks = {name: _AtOnce(block) for name, block in made.blocks.items()}
        return made

    def make_module(
        self,
        vars: dict[str, Any] | None = None,
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,
    ) -> TemplateModule:
        """The macros for one page. They know each other; that their context knows them too would keep all values
        of a page from going before the garbage collector comes."""
        context = self.new_context(vars, shared, locals)
        made = TemplateModule(self, context)
        context.vars.clear()
        return made


class _AtOnce:
    """A block whose text is one piece. To Jinja, which looks for it among others, it is that block."""

    def __init__(self, block: Callable[[Context], Iterator[str]]) -> None:
        self._block = block

    def __call__(self, context: Context) -> Iterator[str]:
        return iter(["".join(self._block(context))])

    def __eq__(self, other: object) -> bool:
        return other is self or other is self._block

    def __hash__(self) -> int:
        return hash(self._block)


class Templates(Environment):
    """Templates for readers of one language; everything that is no markup is escaped."""

    code_generator_class = _Writer
    template_class = _Template
    Macro = _Macro

    def __init__(self, lang: str, **options: Any) -> None:
        super().__init__(**options)
        self.reader = Reader(lang)

    @staticmethod
    def written(context: Context, value: Any) -> str:
        """A value as it stands in the page."""
        if type(value) is Markup:
            return value
        if isinstance(value, Message):
            value = context["reader"].say(value)
        return escaped(value) if type(value) is str else escape(value)

    def part(self, name: str) -> nodes.Template:
        """What a template says, its parts in their places."""
        if self.loader is None:
            raise TypeError("parts are read by a loader")
        source, path, _ = self.loader.get_source(self, name)
        return self._parse(source, name, path)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        _Settled(self).visit(template)
        return template
