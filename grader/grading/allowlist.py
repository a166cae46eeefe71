"""What plain programs are made of: builtins, attributes, modules, kinds of syntax (plainness.py).

None of them looks at the program itself or reaches what its words do not show. What is missing here is run,
and costs no mark.

Missing on purpose, though many use them: what hands out memory as it finds it (np.empty, np.ndarray), what
works strings out as code or names (np.r_, np.c_, np.bmat, np.mat), what outlives a call (np.seterr,
np.set_printoptions), clocks and random numbers without a seed.
"""

from __future__ import annotations

import ast
import builtins

BUILTINS = frozenset(
    {
        "abs", "all", "any", "bool", "bytes", "chr", "complex", "dict", "divmod", "enumerate", "filter", "float",
        "frozenset", "int", "isinstance", "iter", "len", "list", "map", "max", "min", "next", "ord", "pow", "print",
        "range", "repr", "reversed", "round", "set", "slice", "sorted", "str", "sum", "tuple", "zip", "Ellipsis",
        "NotImplemented",
    }
)  # fmt: skip
ERRORS = frozenset(
    name
    for name, builtin in vars(builtins).items()
    if isinstance(builtin, type) and issubclass(builtin, BaseException)
)
BARRED = (
    frozenset(dir(builtins)) - BUILTINS - ERRORS
)  # names that mean something even where nothing binds them

_ATTRIBUTES = {
    "of NumPy: making, shaping and joining arrays": """
        arange array asarray asanyarray ascontiguousarray atleast_1d atleast_2d atleast_3d broadcast_to
        column_stack concatenate copy diag diagonal dstack expand_dims eye flatten flip fliplr flipud full
        full_like hsplit hstack identity indices linspace logspace meshgrid moveaxis newaxis ones ones_like
        ravel repeat reshape roll rot90 split array_split squeeze stack swapaxes tile transpose tri tril
        triu vander vsplit vstack zeros zeros_like
    """,
    "reckoning": """
        abs absolute add all angle any arccos arccosh arcsin arcsinh arctan arctan2 arctanh argmax argmin argsort
        argwhere around average bincount bitwise_and bitwise_or bitwise_xor cbrt ceil clip compress conj
        conjugate copysign corrcoef cos cosh count_nonzero cov cross cumprod cumsum deg2rad degrees diff
        digitize divide dot einsum equal exp exp2 expm1 fabs fix floor floor_divide fmax fmin fmod gradient
        greater greater_equal heaviside histogram hypot imag inner interp invert isclose allclose
        array_equal isfinite isinf isnan kron less less_equal log log10 log1p log2 logaddexp logical_and
        logical_not logical_or logical_xor matmul max maximum mean median min minimum mod multiply nan_to_num nanmax
        nanmean nanmin nanstd nansum negative nonzero not_equal outer percentile power prod ptp quantile
        rad2deg radians real reciprocal remainder rint round searchsorted select sign signbit sin sinc sinh
        sort sqrt square std subtract sum take tan tanh tensordot trace true_divide trunc unique
        unravel_index var vdot vectorize where apply_along_axis round_ product alltrue sometrue isin in1d
    """,
    "constants and types": """
        e pi inf nan Inf NaN bool_ float16 float32 float64 int8 int16 int32 int64 uint8 uint16 uint32 uint64
        intp integer floating number complex64 complex128 float int bool object finfo iinfo eps tiny
    """,
    "its packages": """
        linalg norm inv pinv det solve svd eig eigh qr matrix_rank lstsq matrix_power LinAlgError random
        seed rand randn randint random_sample uniform normal permutation shuffle choice standard_normal
        binomial errstate
    """,
    "of arrays and numbers": """
        T shape size ndim dtype astype item tolist fill flat itemset nbytes itemsize is_integer real imag
    """,
    "of lists, dictionaries, sets and texts": """
        append extend insert pop remove reverse index count sort keys values items get update setdefault
        clear discard union intersection difference issubset issuperset fromkeys join strip lstrip rstrip
        lower upper title capitalize replace startswith endswith find zfill ljust rjust center isdigit
        isalpha isupper islower splitlines
    """,
    "of math, copy and random": """
        deepcopy factorial gcd fsum erf gamma tau isqrt comb perm gauss sample randrange
    """,
    "of plotting, which draws nothing": """
        pyplot figure plot scatter imshow xlabel ylabel title legend show subplot subplots axis grid contour
        contourf rcParams cm Spectral colorbar xlim ylim gca set_xlabel set_ylabel set_title savefig close
    """,
}
ATTRIBUTES = frozenset(word for words in _ATTRIBUTES.values() for word in words.split())
TYPES = frozenset(
    {"ndarray", "generic", "floating", "integer", "number"}
)  # told apart by isinstance, never called

# what a program may import and use, as far as its attributes are ordinary
MODULES = frozenset({"numpy", "math", "copy", "random", "matplotlib", "__future__"})
NAMES = ATTRIBUTES | {"annotations", "division", "print_function", "absolute_import", "unicode_literals"}
# what it may import and not use: notebooks begin with such
IDLE = frozenset(
    {
        "h5py", "scipy", "PIL", "sklearn", "IPython", "os", "sys", "time", "datetime", "re", "json", "pickle",
        "itertools", "functools", "collections", "operator", "typing", "string", "warnings", "pandas", "seaborn",
        "imageio", "skimage", "cv2", "pathlib", "glob", "dataclasses", "types", "enum", "fractions", "decimal",
    }
)  # fmt: skip

# Not: try (what fails elsewhere would tell), class, global, del, yield, match and what is asynchronous.
STATEMENT_TYPES = (
    ast.Module, ast.FunctionDef, ast.Return, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.For, ast.While, ast.If,
    ast.With, ast.withitem, ast.Raise, ast.Assert, ast.Import, ast.ImportFrom, ast.alias, ast.Expr, ast.Pass,
    ast.Break, ast.Continue, ast.arguments, ast.arg,
)  # fmt: skip
EXPRESSION_TYPES = (
    ast.BoolOp, ast.NamedExpr, ast.BinOp, ast.UnaryOp, ast.Lambda, ast.IfExp, ast.Dict, ast.Set, ast.ListComp,
    ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.comprehension, ast.Compare, ast.Call, ast.keyword,
    ast.FormattedValue, ast.JoinedStr, ast.Constant, ast.Attribute, ast.Subscript, ast.Starred, ast.Name, ast.List,
    ast.Tuple, ast.Slice,
)  # fmt: skip
MARKS = (ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)
FIELDS: dict[type, tuple[str, ...]] = {
    kind: kind._fields
    for kind in (
        *STATEMENT_TYPES,
        *EXPRESSION_TYPES,
        *(mark for base in MARKS for mark in base.__subclasses__()),
    )
}
