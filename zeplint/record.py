"""Named tuples that cost nothing at start-up.

`typing.NamedTuple` means the same, but its import and the code it generates for each class take ten
milliseconds of a run of forty: more than linting a proposal. Type checkers see the real one.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from operator import itemgetter

    try:
        from _collections import _tuplegetter as _field
    except ImportError:  # another interpreter

        def _field(index, doc):
            return property(itemgetter(index), doc=doc)

    _new = tuple.__new__
    # By the number of fields, what makes a record of so many: no call takes its values apart. Tens of thousands
    # are made of a few proposals.
    _MAKERS = {
        2: lambda cls, a, b: _new(cls, (a, b)),
        3: lambda cls, a, b, c: _new(cls, (a, b, c)),
        4: lambda cls, a, b, c, d: _new(cls, (a, b, c, d)),
        5: lambda cls, a, b, c, d, e: _new(cls, (a, b, c, d, e)),
        6: lambda cls, a, b, c, d, e, f: _new(cls, (a, b, c, d, e, f)),
        7: lambda cls, a, b, c, d, e, f, g: _new(cls, (a, b, c, d, e, f, g)),
    }

    def _maker(name, fields, defaults):
        """The ``__new__`` of a record with these fields; a copy with their names costs less than to compile one."""
        code = _MAKERS[len(fields)].__code__
        code = code.replace(co_name=name, co_qualname=name, co_varnames=("cls", *fields))
        return type(_maker)(code, globals(), name, defaults)

    # By place, what reads a field: records share them.
    _FIELDS = [_field(index, "") for index in range(max(_MAKERS))]

    class _Meta(type):
        def __new__(mcs, name, bases, namespace):
            fields = tuple(namespace.get("__annotations__", ()))
            defaults = {field: namespace[field] for field in fields if field in namespace}
            while len(_FIELDS) < len(fields):
                _FIELDS.append(_field(len(_FIELDS), ""))
            # All at once: to change a class costs more than to make it with what it has.
            namespace.update(zip(fields, _FIELDS, strict=False))
            namespace.update(__slots__=(), _fields=fields, __match_args__=fields, _field_defaults=defaults)
            if len(fields) in _MAKERS:
                namespace["__new__"] = _maker(name, fields, tuple(defaults.values()))
            return super().__new__(mcs, name, bases, namespace)

    class NamedTuple(tuple, metaclass=_Meta):  # noqa: SLOT001 - the metaclass gives it none
        """An immutable tuple whose items have names; fields and defaults stand in the class body."""

        def __new__(cls, *values, **named):  # noqa: D102
            fields = cls._fields
            if named or len(values) != len(fields):
                values += tuple(cls._named(field, named) for field in fields[len(values) :])
                if named or len(values) != len(fields):
                    raise TypeError(f"{cls.__name__} takes {', '.join(fields)}")
            return tuple.__new__(cls, values)

        _make = classmethod(_new)

        @classmethod
        def _named(cls, field, named):
            if field in named:
                return named.pop(field)
            if field in cls._field_defaults:
                return cls._field_defaults[field]
            raise TypeError(f"{cls.__name__} lacks {field}")

        def _replace(self, **changes):
            values = [changes.pop(field, value) for field, value in zip(self._fields, self, strict=True)]
            if changes:
                raise TypeError(f"{type(self).__name__} has no {', '.join(changes)}")
            return tuple.__new__(type(self), values)

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            parts = (f"{field}={value!r}" for field, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({', '.join(parts)})"


__all__ = ["NamedTuple"]
