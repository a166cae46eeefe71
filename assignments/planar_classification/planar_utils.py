"""Points of the plane to classify, and a picture of how a model divides it.

The functions of the notebook on planar data: they need NumPy alone, and matplotlib for the picture.
"""

import numpy as np


def sigmoid(x):
    """Return 1 / (1 + e^-x) for each element of x."""
    return 1 / (1 + np.exp(-x))


def plot_decision_boundary(model, X, y):
    """Colour the plane by the model's answers and draw the examples over it.

    model -- takes points one a row, shape (n, 2), and answers one label for each
    X -- examples one a column, shape (2, m)
    y -- their labels, m numbers in any shape
    """
    import matplotlib.pyplot as plt

    step, margin = 0.01, 1
    axes = [np.arange(row.min() - margin, row.max() + margin, step) for row in X]
    first, second = np.meshgrid(*axes)
    answers = np.asarray(model(np.column_stack([first.ravel(), second.ravel()])))
    plt.contourf(first, second, answers.reshape(first.shape).astype(float), cmap=plt.cm.Spectral)
    plt.xlabel("x1")
    plt.ylabel("x2")
    plt.scatter(X[0], X[1], c=np.ravel(y), cmap=plt.cm.Spectral)


def load_planar_dataset():
    """Make the flower: 400 points on petals around the origin, the petals of two colours.

    Returns X of shape (2, 400) and the labels Y of shape (1, 400), 0 for the first half and 1 for the second.
    """
    np.random.seed(1)
    examples, petals, length = 200, 4, 4
    points, labels = [], []
    for label in range(2):
        angle = np.linspace(label * 3.12, (label + 1) * 3.12, examples) + 0.2 * np.random.randn(examples)
        radius = length * np.sin(petals * angle) + 0.2 * np.random.randn(examples)
        points.append(np.column_stack([radius * np.sin(angle), radius * np.cos(angle)]))
        labels.append(np.full((examples, 1), label, dtype=np.uint8))
    return np.vstack(points).T, np.vstack(labels).T


def load_extra_datasets():
    """Make five more sets of 200 points: circles, moons, blobs, quantiles of a normal law, and noise.

    Each is a pair of points, one a row, and labels; of the last both are noise. The global generator is not
    seeded here: call np.random.seed before if you want the same points again.
    """
    examples = 200
    noisy_circles = make_circles(examples, factor=0.5, noise=0.3)
    noisy_moons = make_moons(examples, noise=0.2)
    blobs = make_blobs(examples, centers=6, random_state=5)
    gaussian_quantiles = make_gaussian_quantiles(examples, cov=0.5, n_features=2, n_classes=2)
    no_structure = np.random.rand(examples, 2), np.random.rand(examples, 2)
    return noisy_circles, noisy_moons, blobs, gaussian_quantiles, no_structure


# The laws of the four sets, drawn number for number as scikit-learn draws them. Each returns points, one a row,
# shape (n_samples, 2), and their labels, shape (n_samples,).


def make_circles(n_samples, factor, noise):
    """Draw points near a circle of radius 1 (label 0) and near one of radius `factor` (label 1)."""
    outer = np.linspace(0, 2 * np.pi, n_samples // 2, endpoint=False)
    inner = np.linspace(0, 2 * np.pi, n_samples - n_samples // 2, endpoint=False)
    first = np.append(np.cos(outer), factor * np.cos(inner))
    second = np.append(np.sin(outer), factor * np.sin(inner))
    return _shuffled_with_noise(first, second, len(outer), noise)


def make_moons(n_samples, noise):
    """Draw points near two half circles that reach into each other."""
    upper = np.linspace(0, np.pi, n_samples // 2)
    lower = np.linspace(0, np.pi, n_samples - n_samples // 2)
    first = np.append(np.cos(upper), 1 - np.cos(lower))
    second = np.append(np.sin(upper), 1 - np.sin(lower) - 0.5)
    return _shuffled_with_noise(first, second, len(upper), noise)


def make_blobs(n_samples, centers, random_state):
    """Draw points around `centers` random centres in the square from -10 to 10."""
    generator = np.random.RandomState(random_state)
    middles = generator.uniform(-10.0, 10.0, size=(centers, 2))
    counts = np.full(centers, n_samples // centers) + (np.arange(centers) < n_samples % centers)
    clouds = [generator.normal(middles[i], 1.0, size=(counts[i], 2)) for i in range(centers)]
    return _shuffled(np.vstack(clouds), np.repeat(np.arange(centers), counts), generator)


def make_gaussian_quantiles(n_samples, cov, n_features, n_classes):
    """Draw points of a normal law, labelled by how far from the middle they lie."""
    covariance = cov * np.identity(n_features)
    points = np.random.multivariate_normal(np.zeros(n_features), covariance, (n_samples,))
    points = points[np.argsort(np.sum(points**2, axis=1))]
    labels = np.minimum(np.arange(n_samples) // (n_samples // n_classes), n_classes - 1)
    return _shuffled(points, labels, np.random)


def _shuffled_with_noise(first, second, zeros, noise):
    """Shuffle points of which the first `zeros` have label 0, then move each by normal noise."""
    labels = (np.arange(len(first)) >= zeros).astype(int)
    points, labels = _shuffled(np.column_stack([first, second]), labels, np.random)
    return points + np.random.normal(scale=noise, size=points.shape), labels


def _shuffled(points, labels, generator):
    order = np.arange(len(points))
    generator.shuffle(order)
    return points[order], labels[order]
