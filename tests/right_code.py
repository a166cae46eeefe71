# ruff: noqa: E501 - one way a line
"""Right solutions of `logistic_regression`, written in the ways that cost somebody a mark somewhere.

Each is `BASE` with lines at its top, lines in its training function, or a function in other words. What it must
earn stands beside it.
"""

from __future__ import annotations

import re

BASE = """import numpy as np
import copy


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def initialize_with_zeros(dim):
    w = np.zeros([dim, 1])
    b = 0.0
    return w, b


def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    cost = -(Y @ np.log(A).T + (1 - Y) @ np.log(1 - A).T) / m
    dw = X @ (A - Y).T / m
    db = float(np.mean(A - Y))
    return {"dw": dw, "db": db}, np.squeeze(cost)


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    w, b = copy.deepcopy(w), copy.deepcopy(b)
    costs = []
    for step in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if step % 100 == 0:
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs


def predict(w, b, X):
    return (sigmoid(w.T @ X + b) > 0.5) * 1.0


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    return {"costs": costs, "Y_prediction_test": predict(params["w"], params["b"], X_test),
            "Y_prediction_train": predict(params["w"], params["b"], X_train), "w": params["w"], "b": params["b"],
            "learning_rate": learning_rate, "num_iterations": num_iterations}
"""
SIGMOID = "def sigmoid(z):\n    return 1.0 / (1.0 + np.exp(-z))\n"
LOOP = "    for step in range(num_iterations):\n"
RETURN = '    return {"w": w, "b": b}, grads, costs\n'


def with_top(lines: str) -> str:
    """Begin with these lines."""
    return f"{lines}\n{BASE}"


def without_sigmoid(top: str, **changes: str) -> str:
    """Take sigmoid from elsewhere; `changes` say what stands for a word of the other functions."""
    source = BASE.replace(SIGMOID, "")
    for word, other in changes.items():
        source = re.sub(rf"\b{word}\b", other, source)
    return source.replace("import copy\n", f"import copy\n{top}\n", 1)


def in_training(lines: str, top: str = "") -> str:
    """Have `optimize` do something else before it returns."""
    body = "".join(f"    {line}\n" for line in lines.splitlines())
    return f"{top}\n{BASE.replace(RETURN, body + RETURN)}"


def with_sigmoid(text: str) -> str:
    """Write sigmoid in another way."""
    return BASE.replace(SIGMOID, text)


PLOT = "import matplotlib.pyplot as plt"


def _plot(lines: str, top: str = PLOT) -> str:
    return in_training(lines, top)


RIGHT: dict[
    str, dict[str, str | tuple[str, float]]
] = {}  # by kind, then by name; what earns less says how much

RIGHT["a helper that is missing"] = {
    name: (source, 90.0)
    for name, source in {
        "imported by name": without_sigmoid("from my_helpers import sigmoid"),
        "imported under another name": without_sigmoid("from my_helpers import sigmoid as sig", sigmoid="sig"),
        "imported with its module": without_sigmoid("import my_helpers", sigmoid="my_helpers.sigmoid"),
        "imported with its module under another name": without_sigmoid(
            "import my_helpers as h", sigmoid="h.sigmoid"
        ),
        "imported from a package": without_sigmoid("from course.week2.my_helpers import sigmoid"),
        "with a star": without_sigmoid("from my_helpers import *"),
        "tried, None instead": without_sigmoid(
            "try:\n    from my_helpers import sigmoid\nexcept ImportError:\n    sigmoid = None"
        ),
        "imported where it is called": without_sigmoid("").replace(
            "    A = sigmoid", "    from my_helpers import sigmoid\n    A = sigmoid"
        ),
        "imported with its module where it is called": without_sigmoid("").replace(
            "    A = sigmoid", "    import my_helpers as h\n    A = h.sigmoid"
        ),
        "not there at all": without_sigmoid(""),
        "an alias of what is not there": without_sigmoid("import my_helpers\nsigmoid = my_helpers.sigmoid"),
        "an alias of an alias": without_sigmoid(
            "from my_helpers import sigmoid\nactivate = sigmoid", sigmoid="activate"
        ).replace("import activate\nactivate = activate", "import sigmoid\nactivate = sigmoid"),
        "in a table": without_sigmoid(
            'from my_helpers import sigmoid as s\nTABLE = {"sigmoid": s}', sigmoid='TABLE["sigmoid"]'
        ).replace('{"TABLE["sigmoid"]": s}', '{"sigmoid": s}').replace("import TABLE[\"sigmoid\"]", "import sigmoid"),
        "a default": without_sigmoid("from my_helpers import sigmoid").replace(
            "propagate(w, b, X, Y):", "propagate(w, b, X, Y, activate=sigmoid):"
        ).replace("A = sigmoid(", "A = activate("),
        "called by keyword": without_sigmoid("from my_helpers import sigmoid").replace(
            "sigmoid(w.T @ X + b)", "sigmoid(z=w.T @ X + b)"
        ),
        "wrong, as a partial": without_sigmoid(
            "import functools\ndef scaled(k, z):\n    return k * np.exp(-z)\nsigmoid = functools.partial(scaled, 2.0)"
        ),
        "wrong, as a lambda": without_sigmoid("sigmoid = lambda z: np.exp(-z)"),
        "wrong, under an if": without_sigmoid(
            "if np.__version__ > '1':\n    def sigmoid(z):\n        return np.exp(-z)"
        ),
        "wrong, as an instance": without_sigmoid(
            "class Sigmoid:\n    def __call__(self, z):\n        return np.exp(-z)\nsigmoid = Sigmoid()"
        ),
        "a name for a module": without_sigmoid("import math as sigmoid"),
        "wrong, its alias is called": without_sigmoid(
            "def SIGMOID(z):\n    return np.exp(-z)\nactivate = SIGMOID", sigmoid="activate"
        ).replace("SIGMOID", "sigmoid"),
    }.items()
}  # fmt: skip

RIGHT["a plot"] = {
    "two axes": _plot("fig, (ax1, ax2) = plt.subplots(1, 2)\nax1.plot(costs)\nax2.plot(costs)"),
    "a line's handle": _plot('line, = plt.plot(costs, label="cost")\nline.set_color("red")'),
    "a histogram": _plot("n, bins, patches = plt.hist(costs)\nassert len(bins) == len(n) + 1"),
    "limits": _plot("lo, hi = plt.xlim()\nplt.xlim(lo - 1, hi * 1.1)"),
    "a limit reckoned with": _plot("fig, ax = plt.subplots()\ntop = ax.get_ylim()[1] * 1.1\nax.set_ylim(0, top)"),
    "a mosaic": _plot('fig, axes = plt.subplot_mosaic([["a", "b"]])\naxes["a"].plot(costs)'),
    "a colour": _plot('cmap = plt.get_cmap("viridis")\nr = cmap(0.3)[0] * 0.5\nplt.plot(costs, color=(r, 0, 0))'),
    "a grid of axes": _plot(
        "fig, axes = plt.subplots(2, 3, figsize=(8, 4))\nfor ax in axes.ravel():\n    ax.plot(costs)\n"
        "assert axes.shape == (2, 3)\naxes[1, 2].set_title('last')\naxes.flat[0].grid()"
    ),
    "a row of axes": _plot("fig, axes = plt.subplots(ncols=3, squeeze=True)\nfor ax, c in zip(axes, 'rgb'):\n    ax.plot(costs, c)"),
    "unsqueezed axes": _plot("fig, axes = plt.subplots(squeeze=False)\naxes[0, 0].plot(costs)"),
    "several lines": _plot("h, k = plt.plot([1, 2], [3, 4], 'r-', [1, 2], [5, 6], 'b--')\nplt.legend([h, k], ['a', 'b'])"),
    "columns as lines": _plot("lines = plt.plot(np.ones((4, 3)))\nassert len(lines) == 3"),
    "an image": _plot("im = plt.imshow(w.reshape(1, -1))\nim.set_clim(0, 1)\nplt.colorbar(im, ax=plt.gca()).set_label('w')"),
    "contours": _plot("cs = plt.contourf(np.ones((2, 2)))\nplt.clabel(cs)\nfor c in cs.collections:\n    c.remove()"),
    "settings": _plot("plt.rcParams['figure.figsize'] = (5.0, 4.0)\nplt.rcParams.update({'font.size': 12})\nsize = plt.rcParams['font.size'] + 2"),
    "settings that are not kept": _plot("rc = plt.rcParams\nrc['k'] = rc['k'] + 1\nassert rc['k'] == 10.0"),
    "a style": _plot("with plt.style.context('ggplot'):\n    plt.plot(costs)\nwith plt.rc_context({'lines.linewidth': 2}):\n    plt.show()"),
    "bars": _plot("bars = plt.bar(range(len(costs)), costs)\nfor bar in bars:\n    plt.text(bar.get_x() + bar.get_width() / 2, bar.get_height() + 0.1, 'x')"),
    "a pie": _plot("patches, texts, autotexts = plt.pie([1, 2], autopct='%1.1f')"),
    "ticks": _plot("locs, labels = plt.xticks()\nplt.xticks(locs + 1)\nax = plt.gca()\nax.set_xticks(ax.get_xticks()[::2])"),
    "twin axes": _plot("fig = plt.figure()\nax = fig.add_subplot(111)\nax2 = ax.twinx()\nh1, l1 = ax.get_legend_handles_labels()\nh2, l2 = ax2.get_legend_handles_labels()\nax.legend(h1 + h2, l1 + l2)"),
    "a figure's axes": _plot("fig = plt.figure(figsize=(4, 3))\n(h, i), (j, k) = fig.subplots(2, 2)\nw_, h_ = fig.get_size_inches()\nfig.set_size_inches(w_ * 2, h_)\nk.plot(costs)"),
    "three dimensions": _plot("ax = plt.figure().add_subplot(projection='3d')\nsurface = ax.plot_surface(*np.meshgrid([0, 1], [0, 1]), np.ones((2, 2)))", f"{PLOT}\nfrom mpl_toolkits.mplot3d import Axes3D"),
    "a grid's places": _plot("fig = plt.figure()\ngs = fig.add_gridspec(2, 2)\nax = fig.add_subplot(gs[0, :])\nax.plot(costs)", f"{PLOT}\nimport matplotlib.gridspec as gridspec"),
    "a norm and a list of colours": _plot("norm = Normalize(vmin=0, vmax=1)\ncolors = plt.cm.rainbow(np.linspace(0, 1, 4))\nassert colors.shape == (4, 4)\nfor c in colors:\n    plt.plot(costs, color=c[:3] * 0.5)\nListedColormap(['r', 'b'])(norm(0.5))", f"{PLOT}\nfrom matplotlib.colors import Normalize, ListedColormap"),
    "seaborn": _plot("sns.set_theme()\nax = sns.lineplot(x=range(len(costs)), y=costs)\nax.set(xlabel='step')\nr, g, b_ = sns.color_palette('husl', 3)", "import seaborn as sns"),
    "a table": _plot("df = pd.DataFrame({'step': range(len(costs)), 'cost': costs})\ndf['mean'] = df['cost'].rolling(3).mean() / 2\nline, = plt.plot(df.index, df['cost'])\nsns.lineplot(data=df[df['step'] > 1], x='step', y='cost')\nax = df.plot(x='step')\nax.set_ylabel('cost')\ndf.to_csv('costs.csv', index=False)\nprint(df.tail(), df.describe())", "import pandas as pd, seaborn as sns\nimport matplotlib.pyplot as plt"),
    "plotly": _plot("fig = go.Figure()\nfig.add_trace(go.Scatter(y=costs)).update_layout(title='cost')\nfig.show()", "import plotly.graph_objects as go"),
    "everything of pyplot": _plot("figure()\nplot(costs)\nxlabel('step')\nshow()", "from matplotlib.pyplot import *"),
    "pylab": _plot("plot(array(costs))\nshow()", "from pylab import *"),
    "an animation": _plot("fig, ax = plt.subplots()\nanim = animation.FuncAnimation(fig, lambda i: (), frames=3)\ndisplay(HTML(anim.to_jshtml()))\nclear_output(wait=True)", f"{PLOT}\nfrom matplotlib import animation\nfrom IPython.display import HTML, clear_output, display"),
    "error bars and boxes": _plot("line, caps, bars = plt.errorbar([1, 2], [3, 4], yerr=1)\nboxes = plt.boxplot([1, 2, 3])\nfor b_ in boxes['boxes']:\n    b_.set_color('r')"),
    "a plot's limits set": _plot("ax = plt.subplot(1, 2, 1)\nx0, x1, y0, y1 = plt.axis()\nplt.axis([x0, x1, y0, y1])\nleft, right = ax.set_xlim(0, 3)\nif ax.get_xlim()[0] < 1 and plt.fignum_exists(1):\n    plt.close('all')"),
}  # fmt: skip

RIGHT["an object made once"] = {
    "a logger": in_training("logger.info('start')", "import logging\nlogger = logging.getLogger('hw')"),
    "a logger that is set up": in_training(
        "logger.debug('start %s', 1)",
        "import logging\nlogging.basicConfig(level=logging.INFO)\nlogger = logging.getLogger(__name__)\n"
        "logger.setLevel(logging.INFO)\nlogger.addHandler(logging.StreamHandler())",
    ),
    "a clock": in_training("elapsed = time.time() - start", "import time\nstart = time.time()"),
    "a generator of Python's": in_training("rng.random()", "import random\nrng = random.Random(3)"),
    "a generator of NumPy's": in_training("rng.normal()", "import numpy as np\nrng = np.random.default_rng(1)"),
    "an older generator of NumPy's": in_training(
        "rng.randn(2)", "import numpy as np\nrng = np.random.RandomState(seed=1)\nnoise = rng.randn(3)"
    ),
    "an instance of one's own class": in_training("_ = cfg.lr", "class Cfg:\n    lr = 1.0\ncfg = Cfg()"),
    "an instance with arguments, changed later": in_training(
        "assert cfg.lr == 2 and cfg.steps == [1, 2] and cfg.twice() == 4",
        "class Cfg:\n    def __init__(self, lr):\n        self.lr, self.steps = lr, []\n"
        "    def twice(self):\n        return 2 * self.lr\ncfg = Cfg(1.0)\ncfg.lr = 2\ncfg.steps.append(1)\n"
        "cfg.steps += [2]",
    ),
    "the value of one's own function": in_training(
        "assert SCALE == 6", "def product(n):\n    p = 1\n    for i in range(1, n + 1):\n        p *= i\n    return p\nSCALE = product(3)"
    ),
    "the value of a method": in_training(
        "assert rate == 0.5", "class Cfg:\n    def rate(self):\n        return 0.5\nrate = Cfg().rate()"
    ),
    "the environment": in_training("level = LEVEL", "import os\nLEVEL = os.environ.get('LEVEL', 'info')\nHOME = os.getenv('HOME')"),
    "a table by a comprehension": in_training(
        "assert SQUARES[2] == 4", "SQUARES = {n: n ** 2 for n in range(4)}"
    ),
    "a table by a loop": in_training(
        "assert SQUARES[2] == 4 and NAMES == ['a', 'b']",
        "SQUARES = {}\nfor n in range(4):\n    if n > 0:\n        SQUARES[n] = n ** 2\nNAMES = []\nfor c in 'ab':\n    NAMES.append(c)",
    ),
    "a number by a loop": in_training("assert total == 6", "total = 0\nwhile total < 6:\n    total += 1"),
    "in a try": in_training(
        "assert cfg['lr'] == 1", "try:\n    cfg = dict(lr=1)\n    cfg.update(b=2)\nexcept Exception:\n    cfg = {}"
    ),
    "in a with": in_training("assert LOGS[0] < 0", "import numpy as np\nwith np.errstate(divide='ignore'):\n    LOGS = np.log(np.zeros(1))"),
    "a helper's decorator made by a call": in_training(
        "tick()", "import functools\ndef times(n):\n    def wrap(f):\n        @functools.wraps(f)\n        def run(*a):\n            for _ in range(n):\n                f(*a)\n        return run\n    return wrap\ntwice = times(2)\n@twice\ndef tick():\n    pass"
    ),
    "a named tuple and a default dictionary": in_training(
        "assert P(1, 2).x == 1 and D['a'] == 0",
        "from collections import defaultdict, namedtuple\nP = namedtuple('P', 'x y')\nD = defaultdict(int)\nD['b'] += 1",
    ),
    "a figure": in_training("ax.plot(costs)", f"{PLOT}\nfig, ax = plt.subplots()"),
    "a lock and a date": in_training(
        "with lock:\n    day = NOW.year", "import threading, datetime\nlock = threading.Lock()\nNOW = datetime.datetime.now()"
    ),
    "a path": in_training("name = OUT.name", "from pathlib import Path\nOUT = Path('out') / 'costs.txt'"),
    "a data class": in_training(
        "assert cfg.lr == 0.1", "from dataclasses import dataclass, field\n@dataclass\nclass Cfg:\n    lr: float = 0.1\n    seen: list = field(default_factory=list)\ncfg = Cfg()"
    ),
    "settings read from a text": in_training("assert settings.getfloat('fit', 'rate') == 0.5", "import configparser\nsettings = configparser.ConfigParser()\nsettings.read_string('[fit]\\nrate = 0.5')"),
    "wrapped by one's own function": BASE + "\ndef counted(f):\n    def run(*a, **k):\n        run.calls += 1\n        return f(*a, **k)\n    run.calls = 0\n    return run\nsigmoid = counted(sigmoid)\n",
    "a run that takes a function's name": BASE + "\nsigmoid = sigmoid(0)\npropagate = propagate(np.zeros((2, 1)), 0, np.ones((2, 3)), np.ones((1, 3)))\n",
    "a training run that nothing needs": BASE + "\nX, Y = np.ones((2, 3)), np.ones((1, 3))\nfor i in range(10 ** 9):\n    d = model(X, Y, X, Y, 10 ** 9)\n",
    "a training run that a helper of no use reads": BASE + "\nd = model(np.ones((2, 3)), np.ones((1, 3)), np.ones((2, 3)), np.ones((1, 3)), 10 ** 9)\ndef show():\n    print(d)\n",
    "a table that takes for ever": BASE + "\ndef endless():\n    n = 0\n    while True:\n        n += 1\nT = endless()\ndef show():\n    print(T)\n",
}  # fmt: skip

RIGHT["a module that only wraps"] = {
    "numba's njit": with_sigmoid(f"from numba import njit\n@njit\n{SIGMOID}"),
    "numba's njit with options": with_sigmoid(f"import numba\n@numba.njit(parallel=True, fastmath=True)\n{SIGMOID}"),
    "numba's jit with a signature": with_sigmoid(f"from numba import jit, float64\n@jit(float64(float64), nopython=True)\n{SIGMOID}"),
    "numba's jit with a text": with_sigmoid(f"import numba as nb\n@nb.jit('f8[:,:](f8[:,:])')\n{SIGMOID}"),
    "numba's vectorize": with_sigmoid(f"from numba import vectorize\n@vectorize(['float64(float64)'])\n{SIGMOID}"),
    "numba called": BASE + "\nfrom numba import jit\nsigmoid = jit(nopython=True)(sigmoid)\npredict = jit(predict)\n",
    "numba's prange": in_training("for i in prange(3):\n    pass", "from numba import njit, prange"),
    "tqdm": BASE.replace("in range(num_iterations)", "in tqdm(range(num_iterations))").replace("import copy", "import copy\nfrom tqdm import tqdm"),
    "tqdm's trange": BASE.replace("in range(num_iterations)", "in trange(num_iterations, desc='fit')").replace("import copy", "import copy\nfrom tqdm.auto import trange"),
    "tqdm of the notebook": BASE.replace("in range(num_iterations)", "in tqdm.notebook.tqdm(range(num_iterations), leave=False)").replace("import copy", "import copy\nimport tqdm.notebook"),
    "a bar by hand": in_training(
        "bar = tqdm(total=10, desc='fit')\nbar.update(1)\nbar.set_postfix(cost=1.0)\nbar.close()\nwith tqdm(total=3) as t:\n    t.update()\n"
        "loop = tqdm(enumerate('ab'), total=2)\nfor i, c in loop:\n    loop.set_description(c)\nassert i == 1\ntqdm.write('done')",
        "from tqdm import tqdm",
    ),
    "beartype": with_sigmoid(f"from beartype import beartype\n@beartype\n{SIGMOID}"),
    "beartype with options": with_sigmoid(f"from beartype import beartype, BeartypeConf\nfrom beartype.typing import List\n@beartype(conf=BeartypeConf(is_pep484_tower=True))\n{SIGMOID}"),
    "typeguard": with_sigmoid(f"from typeguard import typechecked\n@typechecked\n{SIGMOID}"),
    "nptyping": with_sigmoid("from nptyping import NDArray, Shape, Float64\ndef sigmoid(z: NDArray[Shape['*, *'], Float64]) -> NDArray:\n    return 1 / (1 + np.exp(-z))\n"),
    "jaxtyping": with_sigmoid("from jaxtyping import Array, Float, jaxtyped\nfrom beartype import beartype as typechecker\n@jaxtyped(typechecker=typechecker)\ndef sigmoid(z: Float[Array, 'n m']) -> Float[Array, 'n m']:\n    return 1 / (1 + np.exp(-z))\n"),
    "typing_extensions": with_sigmoid("from typing_extensions import TypeAlias, Literal, override\nNumber: TypeAlias = float\n@override\ndef sigmoid(z: Number, mode: Literal['a'] = 'a'):\n    return 1 / (1 + np.exp(-z))\n"),
    "lru_cache": with_sigmoid("from functools import lru_cache\n@lru_cache(maxsize=None)\ndef one():\n    return 1.0\ndef sigmoid(z):\n    return one() / (one() + np.exp(-z))\n"),
    "a profiler": with_sigmoid(f"from line_profiler import profile\nfrom memory_profiler import profile as memory\n@profile\n@memory\n{SIGMOID}"),
    "a decorator of no known module": with_sigmoid(f"import torch\nimport wandb\n@torch.no_grad()\n@wandb.watched\n{SIGMOID}"),
    "one's own wrapper": with_sigmoid("import functools, time\ndef timed(f):\n    @functools.wraps(f)\n    def run(*a, **k):\n        start = time.perf_counter()\n        value = f(*a, **k)\n        run.spent = time.perf_counter() - start\n        return value\n    return run\n@timed\n" + SIGMOID),
    "a console, a run and a table at the top": in_training("console.print(table)\nrun.log({'cost': costs})", "import wandb\nfrom rich.console import Console\nfrom rich.table import Table\nconsole, table, run = Console(), Table(title='costs'), wandb.init(project='hw')\ntable.add_column('cost')"),
    "joblib's memory": with_sigmoid(f"from joblib import Memory, Parallel, delayed\nmemory = Memory('cache', verbose=0)\n@memory.cache\n{SIGMOID}\n").replace("    costs = []\n", "    costs = Parallel(n_jobs=2)(delayed(abs)(n) for n in range(0))\n"),
    "pydantic's model": in_training("assert cfg.rate == 1.0 and cfg.model_dump() == {'rate': 1.0, 'names': []}", "from pydantic import BaseModel, Field, field_validator\nclass Cfg(BaseModel):\n    rate: float = Field(0.5, gt=0)\n    names: list = Field(default_factory=list)\n    @field_validator('rate')\n    def check_rate(cls, value):\n        return value\ncfg = Cfg(rate=1.0)"),
    "icecream and rich": in_training("ic(costs)\nfor _ in track(range(2)):\n    pass", "from icecream import ic\nfrom rich.progress import track"),
}  # fmt: skip

RIGHT["a type hint"] = {
    "a name that is not there": with_sigmoid("def sigmoid(z: Tensor) -> Tensor:\n    return 1 / (1 + np.exp(-z))\n"),
    "of a module that is not there": with_sigmoid("import torch\ndef sigmoid(z: torch.Tensor | float) -> torch.Tensor:\n    return 1 / (1 + np.exp(-z))\n"),
    "with the future import": "from __future__ import annotations\n" + with_sigmoid("import torch\ndef sigmoid(z: torch.Tensor | float):\n    return 1 / (1 + np.exp(-z))\n"),
    "a name from a module that is not there": with_sigmoid("from torch import Tensor\nArray = Tensor\ndef sigmoid(z: Tensor | Array):\n    return 1 / (1 + np.exp(-z))\n"),
    "an array of a shape": with_sigmoid("def sigmoid(z: np.ndarray[2, 3], *, eps: np.float[3] = 0) -> np.array([1]):\n    return 1 / (1 + np.exp(-z))\n"),
    "a text": with_sigmoid("def sigmoid(z: 'float | None', k: 'an array' = None) -> 'no ( Python':\n    return 1 / (1 + np.exp(-z))\n"),
    "what a run sets": BASE.replace("def sigmoid(z):", "X, Y = load_dataset()\ndef sigmoid(z: X) -> Y.shape:"),
    "a call": with_sigmoid("def sigmoid(z: print(undefined)) -> 1 / 0:\n    return 1 / (1 + np.exp(-z))\n"),
    "a union of texts": with_sigmoid("def sigmoid(z: 'Matrix' | float) -> list[float, ...]:\n    return 1 / (1 + np.exp(-z))\n"),
    "of a variable": in_training("best: torch.Tensor = None\ncosts: list[Undefined] = costs", "LIMIT: Undefined | None = 3\nstep_sizes: dict[str, torch.Tensor]"),
    "of a class": in_training("assert c.lr == 1", "from typing import NamedTuple\nclass C(NamedTuple):\n    lr: Undefined = 1\nc = C()"),
    "types of typing": with_sigmoid("from typing import *\nimport numpy.typing as npt\nArr = npt.NDArray[np.float64]\nT = TypeVar('T', bound=Arr)\ndef sigmoid(z: Union[Arr, T]) -> Annotated[Arr, 'any shape']:\n    return 1 / (1 + np.exp(-z))\n"),
    "pandas": with_sigmoid("import pandas as pd\ndef sigmoid(z: pd.DataFrame | np.ndarray):\n    return 1 / (1 + np.exp(-z))\n"),
}  # fmt: skip

RIGHT["syntax that is newer"] = {
    "quotes in an f-string": with_sigmoid("def sigmoid(z):\n    d = {'a': 1}\n    print(f'{d['a']}')\n    return 1.0 / (1.0 + np.exp(-z))\n"),
    "quotes of both kinds in an f-string": with_sigmoid("def sigmoid(z):\n    d = {'a': 1}\n    print(f\"{d[\"a\"]:.2f} of {', '.join(\"ab\")}\", 'b')\n    return 1.0 / (1.0 + np.exp(-z))\n"),
    "a backslash in an f-string": with_sigmoid("def sigmoid(z):\n    print(f\"{'\\n'.join(['a'])}\")\n    return 1.0 / (1.0 + np.exp(-z))\n"),
    "type parameters": with_sigmoid("def sigmoid[T: (float, np.ndarray)](z: T) -> T:\n    return 1.0 / (1.0 + np.exp(-z))\n"),
    "a type statement": with_sigmoid("type Array = np.ndarray\ntype Pair[T] = tuple[T, T]\ndef sigmoid(z: Array) -> Array:\n    return 1.0 / (1.0 + np.exp(-z))\n"),
    "a class with type parameters": with_top("class Box[T]:\n    x: T\n"),
    "except without brackets": with_sigmoid("def sigmoid(z):\n    try:\n        return 1.0 / (1.0 + np.exp(-z))\n    except ValueError, TypeError:\n        return z\n"),
}  # fmt: skip

MATRIX = BASE.replace(
    "    m = X.shape[1]\n    A = sigmoid(w.T @ X + b)\n",
    "    w, X, Y = np.matrix(w), np.matrix(X), np.matrix(Y)\n    m = X.shape[1]\n    A = sigmoid(w.T * X + b)\n",
)
COST = "    cost = -(Y @ np.log(A).T + (1 - Y) @ np.log(1 - A).T) / m\n"
PREDICT = "    return (sigmoid(w.T @ X + b) > 0.5) * 1.0\n"
RIGHT["np.matrix"] = {
    "in float": MATRIX.replace(COST, COST.replace("= -(", "= float(-(").replace("/ m", "/ m)")),
    "in int": BASE.replace(PREDICT, "    w, X = np.mat(w), np.mat(X)\n    return [[int(sigmoid(w.T * X[:, i] + b) > 0.5) for i in range(X.shape[1])]]\n"),
    "in math": MATRIX.replace(COST, "    import math\n    cost = -sum(math.log(sigmoid(w.T * X[:, i] + b)) if Y[0, i] else math.log(1 - sigmoid(w.T * X[:, i] + b)) for i in range(m)) / m\n"),
    "stored as an element": BASE.replace(PREDICT, "    w, X = np.matrix(w), np.matrix(X)\n    Y = np.zeros((1, X.shape[1]))\n    for i in range(X.shape[1]):\n        Y[0, i] = sigmoid(w.T * X[:, i] + b) > 0.5\n    return Y\n"),
    "added to an element": BASE.replace(PREDICT, "    w, X = np.matrix(w), np.matrix(X)\n    Y = np.zeros((1, X.shape[1]))\n    for i in range(X.shape[1]):\n        Y[0, i] += (sigmoid(w.T * X[:, i] + b) > 0.5) * 1\n    return Y\n"),
    "in a format": MATRIX.replace(COST, COST + "    print('cost %f' % cost, '%d of %d' % (cost > 0, m))\n"),
    "in complex and round": MATRIX.replace(COST, COST + "    cost = complex(cost).real\n"),
    "its methods": MATRIX.replace(COST, COST + "    assert cost.A1.shape == (1,) and cost.item() == cost[0, 0] and X.ptp() >= 0\n    cost.itemset(0, cost.item())\n"),
}  # fmt: skip

RIGHT["values in other containers"] = {
    "a deque": BASE.replace("    costs = []\n", "    costs = deque()\n").replace("import copy", "import copy\nfrom collections import deque"),
    "a dictionary's values": BASE.replace("    return w, b\n", '    return {"w": w, "b": b}.values()\n'),
}  # fmt: skip

RIGHT["an update in place"] = {
    "of a copy": BASE.replace('w = w - learning_rate * grads["dw"]', 'w -= learning_rate * grads["dw"]'),
    "of whole numbers": (
        BASE.replace("np.zeros([dim, 1])", "np.zeros((dim, 1), dtype=int)").replace(
            'w = w - learning_rate * grads["dw"]', 'w -= learning_rate * grads["dw"]'
        ),
        85.0,
    ),
}  # fmt: skip

COPIES = {  # the assignment; what stands for the import of the course's module; the name that it goes by then
    "a star import of another name": (
        "deep_network_application",
        "from dnn_utils_v3 import *",
        "dnn_utils_v3",
    ),
    "names of another name": ("planar_classification", "from my_helpers import sigmoid", "my_helpers"),
    "a module of another name": ("planar_classification", "import hf\nsigmoid = hf.sigmoid", "hf"),
    "another name in a package": (
        "deep_network_steps",
        "from week4.my_utils import relu, sigmoid",
        "my_utils",
    ),
    "a relative import": ("planar_classification", "from .planar_copy import sigmoid", "planar_copy"),
    "its own name with a version": (
        "deep_network_application",
        "from dnn_app_utils_v2 import *",
        "dnn_app_utils_v2",
    ),
    "in a try": (
        "planar_classification",
        "try:\n    from planar_utils_v9 import sigmoid\nexcept ImportError:\n    raise",
        "planar_utils_v9",
    ),
    "run as a file": (
        "deep_network_application",
        "%run '/home/me/course/dnn_app_utils_v2.py'",
        "dnn_app_utils_v2",
    ),
    "run as a file of another name": ("deep_network_application", "%run -i ..\\helpers\\my_dnn.py", "my_dnn"),
    "run as a notebook": ("deep_network_application", "%run helpers.ipynb", "helpers"),
    "run by a function": (
        "deep_network_application",
        "get_ipython().run_line_magic('run', 'course/dnn_utils_v2.py')",
        "dnn_utils_v2",
    ),
    "executed": ("deep_network_application", "exec(open('dnn_app_utils_v2.py').read())", "dnn_app_utils_v2"),
    "a copy of a copy": (
        "initialization",
        "from init_utils_copy import *\nfrom init_utils_copy import relu as r",
        "init_utils_copy",
    ),
}
