"""Wrong functions made from the references by five rules that are not the grader's, each with its true cause.

The rules: two statements change places; a statement is left out; a variable of another layer stands in its place;
a slice or a loop is off by one; a value is read from or stored under a wrong key. Of each rule the places were
chosen that a student would get wrong. An entry is the assignment, the exercise, the edits, and `cause | pattern`
as in the other modules.
"""

# ruff: noqa: E501  (a statement of the reference in one piece)

Made = tuple[str, str, dict[str, str], str]

SWAPPED: list[Made] = [
    (
        "optimization",
        "update_parameters_with_momentum",
        {
            'v[f"dW{layer}"] = beta * v[f"dW{layer}"] + (1 - beta) * grads[f"dW{layer}"]': 'parameters[f"W{layer}"] = parameters[f"W{layer}"] - learning_rate * v[f"dW{layer}"]',
            'parameters[f"W{layer}"] = parameters[f"W{layer}"] - learning_rate * v[f"dW{layer}"]': 'v[f"dW{layer}"] = beta * v[f"dW{layer}"] + (1 - beta) * grads[f"dW{layer}"]',
        },
        r"W steps with the velocity before its update | old|before|order|first|velocity|\bv\b",
    ),
    (
        "optimization",
        "update_parameters_with_adam",
        {
            "s[key] = beta2 * s[key] + (1 - beta2) * grads[key] ** 2": "s_corrected[key] = s[key] / (1 - beta2**t)",
            "s_corrected[key] = s[key] / (1 - beta2**t)": "s[key] = beta2 * s[key] + (1 - beta2) * grads[key] ** 2",
        },
        r"s is corrected before it is updated | \bs\b|s_corrected & old|before|order|updat",
    ),
    (
        "batch_normalization",
        "batch_norm_forward",
        {
            "std = np.sqrt(variance + epsilon)": "Z_norm = (Z - mean) / std",
            "Z_norm = (Z - mean) / std": "std = np.sqrt(variance + epsilon)",
        },
        "std is used before it is computed | std & before|value",
    ),
    (
        "regularization",
        "forward_propagation_with_dropout",
        {
            "A1 = A1 * D1": "Z2 = np.dot(W2, A1) + b2",
            "Z2 = np.dot(W2, A1) + b2": "A1 = A1 * D1",
        },
        "Z2 is computed before A1 is masked | A1|Z2|D1 & order|before|mask|dropped|keep_prob",
    ),
    (
        "regularization",
        "backward_propagation_with_dropout",
        {
            "dA2 = dA2 * D2": "dZ2 = dA2 * (A2 > 0)",
            "dZ2 = dA2 * (A2 > 0)": "dA2 = dA2 * D2",
        },
        "dZ2 is computed before dA2 is masked | dZ2|dA2|D2 & order|before|mask",
    ),
]
DROPPED: list[Made] = [
    (
        "logistic_regression",
        "optimize",
        {'w = w - learning_rate * grads["dw"]': "pass"},
        r"w is never updated | \bw\b & updat|never|came in|learn",
    ),
    (
        "deep_network_steps",
        "L_model_forward",
        {"        caches.append(cache)\n    AL": "    AL"},
        "the hidden layers' caches are not kept | cache|list|added|fewer",
    ),
    (
        "planar_classification",
        "nn_model",
        {"np.random.seed(3)": "pass"},
        "nothing seeds the generator | seed",
    ),
    (
        "deep_network_steps",
        "initialize_parameters_deep",
        {"np.random.seed(3)": "pass"},
        "nothing seeds the generator | seed",
    ),
    (
        "regularization",
        "forward_propagation_with_dropout",
        {"A2 = A2 / keep_prob": "pass"},
        "the second layer's scaling is missing | A2|second|layer 2 & keep_prob|scal|divi",
    ),
    (
        "optimization",
        "update_parameters_with_adam",
        {"v[key] = beta1 * v[key] + (1 - beta1) * grads[key]": "pass"},
        r"v is never updated | \bv\b & updat|never|came in|old",
    ),
    (
        "optimization",
        "random_mini_batches",
        {"np.random.seed(seed)": "pass"},
        "the seed is not set | seed",
    ),
    (
        "gradient_checking",
        "gradient_check_n",
        {"theta_minus[i, 0] = theta_minus[i, 0] - epsilon": "pass"},
        r"the lower point is the point itself | theta_minus|J_minus|minus|one-sided|lower",
    ),
]
OTHER_LAYER: list[Made] = [
    (
        "planar_classification",
        "backward_propagation",
        {"(1 - A1**2)": "(1 - A2**2)"},
        "the slope is that of the output, A2 for A1 | A2|A1",
    ),
    (
        "regularization",
        "backward_propagation_with_regularization",
        {"dZ2 = dA2 * (A2 > 0)": "dZ2 = dA2 * (A3 > 0)"},
        "A3 for A2 in the mask of dZ2 | A3|A2|mask|relu|comparison|slope",
    ),
    (
        "regularization",
        "forward_propagation_with_dropout",
        {"A2 = A2 * D2": "A2 = A2 * D1"},
        "the first layer's mask in the second | D1|D2|mask|shape|fit",
    ),
    (
        "deep_network_steps",
        "update_parameters",
        {'grads[f"dW{layer}"]': 'grads[f"dW{L}"]'},
        "the last layer's gradient in every layer | layer|shape|fit|index|L\\b",
    ),
    (
        "gradient_checking",
        "backward_propagation_n",
        {"db1 = np.sum(dZ1, axis": "db1 = np.sum(dZ2, axis"},
        "db1 is computed from dZ2 | dZ2|dZ1",
    ),
    (
        "planar_classification",
        "forward_propagation",
        {"A2 = sigmoid(Z2)": "A2 = sigmoid(Z1)"},
        "A2 is computed from Z1 | Z1|Z2",
    ),
    (
        "deep_network_application",
        "two_layer_model",
        {'linear_activation_forward(A1, parameters["W2"]': 'linear_activation_forward(X, parameters["W2"]'},
        "X goes into the second layer | X\\b|shape|fit",
    ),
]
OFF_BY_ONE: list[Made] = [
    (
        "optimization",
        "random_mini_batches",
        {
            "mini_batch_X = shuffled_X[:, k * mini_batch_size : (k + 1) * mini_batch_size]": "mini_batch_X = shuffled_X[:, k * mini_batch_size : (k + 1) * mini_batch_size - 1]"
        },
        "the last example of each X is cut off | slice|ends|short|one|X",
    ),
    (
        "optimization",
        "random_mini_batches",
        {
            "rest_X = shuffled_X[:, full * mini_batch_size :]": "rest_X = shuffled_X[:, full * mini_batch_size + 1 :]"
        },
        "the rest begins one late | last|rest|begins|slice|remain",
    ),
    (
        "initialization",
        "initialize_parameters_he",
        {"scale = np.sqrt(2 / layers_dims[layer - 1])": "scale = np.sqrt(2 / layers_dims[layer - 2])"},
        "the scale of a layer too early | index|before|scale|size|layer",
    ),
    (
        "initialization",
        "initialize_parameters_zeros",
        {"range(1, L)": "range(1, L + 1)"},
        "the loop runs one layer too far | index|behind|end|range",
    ),
    (
        "logistic_regression",
        "optimize",
        {"range(num_iterations)": "range(num_iterations + 1)"},
        "one iteration too many | many|late|one step|iteration|loop",
    ),
    (
        "regularization",
        "compute_cost_with_regularization",
        {"m = Y.shape[1]": "m = Y.shape[1] - 1"},
        r"m is one too small | number of examples|\bm\b",
    ),
]
WRONG_KEY: list[Made] = [
    (
        "planar_classification",
        "update_parameters",
        {
            'parameters["b2"] - learning_rate * grads["db2"]': 'parameters["b2"] - learning_rate * grads["dW2"]'
        },
        "b2 is updated with dW2 | b2 & dW|shape|letter|wrong|column",
    ),
    (
        "logistic_regression",
        "optimize",
        {'b - learning_rate * grads["db"]': 'b - learning_rate * grads["dw"]'},
        r"b is updated with dw | \bb\b|dw|shape|fit",
    ),
    (
        "planar_classification",
        "backward_propagation",
        {'A1, A2 = cache["A1"], cache["A2"]': 'A1, A2 = cache["Z1"], cache["A2"]'},
        "Z1 is read for A1 | Z1|A1|cache",
    ),
    (
        "batch_normalization",
        "update_running_statistics",
        {'momentum * running["variance"]': 'momentum * running["mean"]'},
        "the running mean for the running variance | mean & variance",
    ),
    (
        "regularization",
        "backward_propagation_with_dropout",
        {'"dW3": dW3': '"dW3": dW2'},
        "dW2 is returned under dW3 | dW3 & dW2",
    ),
    (
        "gradient_checking",
        "backward_propagation_n",
        {'"dA2": dA2': '"dA2": dA1'},
        "dA1 is returned under dA2 | dA2 & dA1",
    ),
    (
        "optimization",
        "update_parameters_with_momentum",
        {
            'v[f"db{layer}"] = beta * v[f"db{layer}"] + (1 - beta) * grads[f"db{layer}"]': 'v[f"db{layer}"] = beta * v[f"db{layer}"] + (1 - beta) * grads[f"dW{layer}"]'
        },
        r"the biases' velocity takes dW | db & dW|W\b|shape|letter",
    ),
    (
        "batch_normalization",
        "batch_norm_forward",
        {'running["mean"], running["variance"]': 'running["mean"], running["mean"]'},
        "the running mean stands for the variance when testing | mean|variance & running|test|other|key",
    ),
]
RULES = {
    "swapped": SWAPPED,
    "dropped": DROPPED,
    "other_layer": OTHER_LAYER,
    "off_by_one": OFF_BY_ONE,
    "wrong_key": WRONG_KEY,
}
