"""Wrong functions of `planar_classification`."""
# ruff: noqa: D301, F821, RUF059  (students' ways; names of the reference's module)

import numpy as np


def layer_sizes_examples(X, Y):
    """sizes along the wrong axis | axis|examples|rows|column|shape"""
    return X.shape[1], 4, Y.shape[1]


def layer_sizes_hidden(X, Y):
    """n_h is not 4 | \\b4\\b|n_h|hidden|number"""
    return len(X), 5, len(Y)


def initialize_parameters_large(n_x, n_h, n_y):
    """real: 0.01 is missing on W1 | 0\\.01|small|scale|large|factor|100 & W1"""
    first = np.random.randn(n_h, n_x)
    return {
        "W1": first,
        "b1": np.zeros((n_h, 1)),
        "W2": 0.01 * np.random.randn(n_y, n_h),
        "b2": np.zeros((n_y, 1)),
    }


def initialize_parameters_swapped(n_x, n_h, n_y):
    """the shapes of the weights are exchanged | shape|transpos|rows|exchanged"""
    return {
        "W1": 0.01 * np.random.randn(n_x, n_h), "b1": np.zeros((n_h, 1)),
        "W2": 0.01 * np.random.randn(n_h, n_y), "b2": np.zeros((n_y, 1)),
    }  # fmt: skip


def initialize_parameters_uniform(n_x, n_h, n_y):
    """uniform draws for normal ones | rand\\b|uniform|normal|negative"""
    return {
        "W1": 0.01 * np.random.rand(n_h, n_x), "b1": np.zeros((n_h, 1)),
        "W2": 0.01 * np.random.rand(n_y, n_h), "b2": np.zeros((n_y, 1)),
    }  # fmt: skip


def initialize_parameters_zero(n_x, n_h, n_y):
    """the weights are zeros | zero|draw|random"""
    return {
        "W1": np.zeros((n_h, n_x)),
        "b1": np.zeros((n_h, 1)),
        "W2": np.zeros((n_y, n_h)),
        "b2": np.zeros((n_y, 1)),
    }


def forward_propagation_sigmoid(X, parameters):
    """real: sigmoid for tanh in the hidden layer | tanh & A1|hidden|layer 1|first"""
    p = parameters
    hidden_in = p["W1"] @ X + p["b1"]
    hidden = sigmoid(hidden_in)
    out_in = p["W2"] @ hidden + p["b2"]
    return sigmoid(out_in), {"Z1": hidden_in, "A1": hidden, "Z2": out_in, "A2": sigmoid(out_in)}


def forward_propagation_tanh_out(X, parameters):
    """tanh at the output | tanh & A2|output|last"""
    p = parameters
    hidden_in = p["W1"] @ X + p["b1"]
    hidden = np.tanh(hidden_in)
    out_in = p["W2"] @ hidden + p["b2"]
    out = np.tanh(out_in)
    return out, {"Z1": hidden_in, "A1": hidden, "Z2": out_in, "A2": out}


def forward_propagation_no_bias(X, parameters):
    """b1 is left out | b1"""
    p = parameters
    hidden_in = p["W1"] @ X
    hidden = np.tanh(hidden_in)
    out_in = p["W2"] @ hidden + p["b2"]
    out = 1 / (1 + np.exp(-out_in))
    return out, {"Z1": hidden_in, "A1": hidden, "Z2": out_in, "A2": out}


def forward_propagation_skips(X, parameters):
    """the second layer reads Z1, not A1 | Z1|activation|tanh"""
    p = parameters
    hidden_in = p["W1"] @ X + p["b1"]
    out_in = p["W2"] @ hidden_in + p["b2"]
    out = 1 / (1 + np.exp(-out_in))
    return out, {"Z1": hidden_in, "A1": np.tanh(hidden_in), "Z2": out_in, "A2": out}


def forward_propagation_cache_old(X, parameters):
    """the cache holds Z2 under A2 | A2 & Z2|cache|activation"""
    p = parameters
    hidden_in = p["W1"] @ X + p["b1"]
    hidden = np.tanh(hidden_in)
    out_in = p["W2"] @ hidden + p["b2"]
    out = 1 / (1 + np.exp(-out_in))
    return out, {"Z1": hidden_in, "A1": hidden, "Z2": out_in, "A2": out_in}


def compute_cost_sum(A2, Y, parameters=None):
    """the cost is a sum | number of examples|mean|divi"""
    return float(-(Y * np.log(A2)).sum() - ((1 - Y) * np.log(1 - A2)).sum())


def compute_cost_no_minus(A2, Y, parameters=None):
    """the minus is missing | sign|minus|negative"""
    return float(np.mean(np.log(A2) * Y + np.log(1 - A2) * (1 - Y)))


def compute_cost_first_half(A2, Y, parameters=None):
    """examples of class 0 do not count | term|half|label 0|1 - Y|missing|class"""
    return float(-(Y * np.log(A2)).sum() / Y.shape[1])


def compute_cost_outer(A2, Y, parameters=None):
    """a minus between the two terms | sign|minus|subtract|plus|added|difference"""
    return float(-((Y * np.log(A2)).sum() - ((1 - Y) * np.log(1 - A2)).sum()) / Y.shape[1])


def compute_cost_squared(A2, Y, parameters=None):
    """the squared error | square|cross-entropy"""
    return float(((A2 - Y) ** 2).mean())


def backward_propagation_sums(parameters, cache, X, Y):
    """real: the division by m is missing everywhere | number of examples|mean|divi"""
    hidden, out = cache["A1"], cache["A2"]
    delta = out - Y
    back = (parameters["W2"].T @ delta) * (1 - hidden * hidden)
    return {
        "dW1": back @ X.T,
        "db1": back.sum(1, keepdims=True),
        "dW2": delta @ hidden.T,
        "db2": delta.sum(1, keepdims=True),
    }


def backward_propagation_biases_sums(parameters, cache, X, Y):
    """the division by m is missing in the biases | number of examples|mean|divi & db"""
    hidden, out, n = cache["A1"], cache["A2"], X.shape[1]
    delta = out - Y
    back = (parameters["W2"].T @ delta) * (1 - hidden * hidden)
    return {
        "dW1": back @ X.T / n,
        "db1": back.sum(1, keepdims=True),
        "dW2": delta @ hidden.T / n,
        "db2": delta.sum(1, keepdims=True),
    }


def backward_propagation_sigmoid_slope(parameters, cache, X, Y):
    """the slope of sigmoid for that of tanh | sigmoid|derivative|slope|tanh"""
    hidden, out, n = cache["A1"], cache["A2"], X.shape[1]
    delta = out - Y
    back = (parameters["W2"].T @ delta) * hidden * (1 - hidden)
    return {
        "dW1": back @ X.T / n, "db1": back.sum(1, keepdims=True) / n,
        "dW2": delta @ hidden.T / n, "db2": delta.sum(1, keepdims=True) / n,
    }  # fmt: skip


def backward_propagation_no_slope(parameters, cache, X, Y):
    """the slope of tanh is missing | slope|derivative|factor|tanh"""
    hidden, out, n = cache["A1"], cache["A2"], X.shape[1]
    delta = out - Y
    back = parameters["W2"].T @ delta
    return {
        "dW1": back @ X.T / n, "db1": back.sum(1, keepdims=True) / n,
        "dW2": delta @ hidden.T / n, "db2": delta.sum(1, keepdims=True) / n,
    }  # fmt: skip


def backward_propagation_sign(parameters, cache, X, Y):
    """Y - A2 | sign|exchanged|opposite"""
    hidden, out, n = cache["A1"], cache["A2"], X.shape[1]
    delta = Y - out
    back = (parameters["W2"].T @ delta) * (1 - hidden**2)
    return {
        "dW1": back @ X.T / n, "db1": back.mean(1, keepdims=True),
        "dW2": delta @ hidden.T / n, "db2": delta.mean(1, keepdims=True),
    }  # fmt: skip


def backward_propagation_total(parameters, cache, X, Y):
    """the biases' gradients are sums of everything | everything|total|axis|row"""
    hidden, out, n = cache["A1"], cache["A2"], X.shape[1]
    delta = out - Y
    back = (parameters["W2"].T @ delta) * (1 - hidden**2)
    return {
        "dW1": back @ X.T / n, "db1": np.array([[back.sum() / n]]),
        "dW2": delta @ hidden.T / n, "db2": delta.mean(1, keepdims=True),
    }  # fmt: skip


def backward_propagation_flat(parameters, cache, X, Y):
    """keepdims is missing | keepdims|axis|shape"""
    hidden, out, n = cache["A1"], cache["A2"], X.shape[1]
    delta = out - Y
    back = (parameters["W2"].T @ delta) * (1 - hidden**2)
    return {"dW1": back @ X.T / n, "db1": back.mean(1), "dW2": delta @ hidden.T / n, "db2": delta.mean(1)}


def backward_propagation_output_slope(parameters, cache, X, Y):
    """the slope of sigmoid at the output, which the cross-entropy cancels | sigmoid|slope|derivative|output|dZ2"""
    hidden, out, n = cache["A1"], cache["A2"], X.shape[1]
    delta = (out - Y) * out * (1 - out)
    back = (parameters["W2"].T @ delta) * (1 - hidden**2)
    return {
        "dW1": back @ X.T / n, "db1": back.mean(1, keepdims=True),
        "dW2": delta @ hidden.T / n, "db2": delta.mean(1, keepdims=True),
    }  # fmt: skip


def update_parameters_uphill(parameters, grads, learning_rate=1.2):
    """the step goes up | sign|plus|added|subtract|uphill|up the|opposite"""
    return {name: value + learning_rate * grads["d" + name] for name, value in parameters.items()}


def update_parameters_no_rate(parameters, grads, learning_rate=1.2):
    """the rate is left out | rate"""
    return {name: value - grads["d" + name] for name, value in parameters.items()}


def update_parameters_biases_stay(parameters, grads, learning_rate=1.2):
    """the biases are not updated | b1|bias & updat|came in|never|term|missing|subtract"""
    return {
        name: value - learning_rate * grads["d" + name] if "W" in name else value
        for name, value in parameters.items()
    }


def update_parameters_forgets(parameters, grads, learning_rate=1.2):
    """the new values are thrown away | updat|came in|never"""
    for name in parameters:
        value = parameters[name]
        value = value - learning_rate * grads["d" + name]
    return parameters


def nn_model_too_short(X, Y, n_h, num_iterations=10000, print_cost=False):
    """one iteration too few | early|few|late|iteration|loop"""
    np.random.seed(3)
    theta = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for _ in range(1, num_iterations):
        out, cache = forward_propagation(X, theta)
        theta = update_parameters(theta, backward_propagation(theta, cache, X, Y))
    return theta


def nn_model_four_units(X, Y, n_h, num_iterations=10000, print_cost=False):
    """n_h is ignored | n_h|hidden|\\b4\\b|units"""
    np.random.seed(3)
    theta = initialize_parameters(*layer_sizes(X, Y))
    for _ in range(num_iterations):
        out, cache = forward_propagation(X, theta)
        theta = update_parameters(theta, backward_propagation(theta, cache, X, Y))
    return theta


def nn_model_never_updates(X, Y, n_h, num_iterations=10000, print_cost=False):
    """the update is thrown away | updat|never|learn|initial|start"""
    np.random.seed(3)
    theta = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for _ in range(num_iterations):
        out, cache = forward_propagation(X, theta)
        update_parameters(theta, backward_propagation(theta, cache, X, Y))
    return theta


def predict_probabilities(parameters, X):
    """probabilities are returned | probabilit|threshold|0\\.5|comparison|mask"""
    return forward_propagation(X, parameters)[0]


def predict_turned(parameters, X):
    """the comparison is turned | comparison|wrong way|1 minus|exchanged|<"""
    out, _ = forward_propagation(X, parameters)
    return (out <= 0.5) * 1


def predict_undefined(parameters, X):
    """a name that has no value | probs|name|value"""
    out, _ = forward_propagation(X, parameters)
    return probs > 0.5
