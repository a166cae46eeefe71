"""What to install where a module is missing: a package often goes by another name than its module."""

from __future__ import annotations

import re

MISSING = re.compile(r"ModuleNotFoundError: No module named '(\w+)[\w.]*'\Z")
OTHERWISE_NAMED = {
    "Bio": "biopython", "IPython": "ipython", "OpenGL": "PyOpenGL", "PIL": "pillow", "attr": "attrs",
    "bs4": "beautifulsoup4", "cv2": "opencv-python", "dateutil": "python-dateutil", "dotenv": "python-dotenv",
    "fitz": "PyMuPDF", "git": "GitPython", "mpl_toolkits": "matplotlib", "pylab": "matplotlib", "serial": "pyserial",
    "skimage": "scikit-image", "sklearn": "scikit-learn", "umap": "umap-learn", "yaml": "PyYAML",
}  # fmt: skip
ALIKE = frozenset(
    {
        "altair", "autograd", "bokeh", "cupy", "cython", "dask", "h5py", "imageio", "ipywidgets", "jax", "keras",
        "lightgbm", "matplotlib", "networkx", "nltk", "numba", "numpy", "pandas", "plotly", "polars", "pydot",
        "requests", "scipy", "seaborn", "spacy", "statsmodels", "sympy", "tabulate", "tensorflow", "torch",
        "torchvision", "tqdm", "transformers", "wandb", "xgboost",
    }
)  # fmt: skip


def with_package(error: str) -> str:
    """Add to an error's line which package is missing, where it is one that a module's name tells."""
    match = MISSING.fullmatch(error)
    name = match[1] if match else ""
    package = OTHERWISE_NAMED.get(name) or (name if name in ALIKE else "")
    if package:
        return (
            f"{error}: the package {package} is not installed where notebooks are run (pip install {package})"
        )
    return error
