"""Planar data: sigmoid in both layers, and its slope on the way back; prediction not done yet."""
import numpy as np
from planar_utils import sigmoid, load_planar_dataset


def layer_sizes(X, Y):
    return X.shape[0], 4, Y.shape[0]


def initialize_parameters(n_x, n_h, n_y):
    return {
        'W1': np.random.randn(n_h, n_x) * 0.01,
        'b1': np.zeros((n_h, 1)),
        'W2': np.random.randn(n_y, n_h) * 0.01,
        'b2': np.zeros((n_y, 1)),
    }


def forward_propagation(X, parameters):
    Z1 = parameters['W1'] @ X + parameters['b1']
    A1 = sigmoid(Z1)
    Z2 = parameters['W2'] @ A1 + parameters['b2']
    A2 = sigmoid(Z2)
    return A2, {'Z1': Z1, 'A1': A1, 'Z2': Z2, 'A2': A2}


def compute_cost(A2, Y):
    cost = -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))
    return float(cost)


def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    A1, A2 = cache['A1'], cache['A2']
    dZ2 = A2 - Y
    dW2 = dZ2 @ A1.T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = parameters['W2'].T @ dZ2 * A1 * (1 - A1)
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {'dW1': dW1, 'db1': db1, 'dW2': dW2, 'db2': db2}


def update_parameters(parameters, grads, learning_rate=1.2):
    return {name: value - learning_rate * grads['d' + name] for name, value in parameters.items()}


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    np.random.seed(3)
    n_x, _, n_y = layer_sizes(X, Y)
    parameters = initialize_parameters(n_x, n_h, n_y)
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        cost = compute_cost(A2, Y)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
        if print_cost and i % 1000 == 0:
            print(i, cost)
    return parameters


def predict(parameters, X):
    ### START CODE HERE ### (about 2 lines)
    predictions = None
    ### END CODE HERE ###
    return predictions


if __name__ == '__main__':
    X, Y = load_planar_dataset()
    parameters = nn_model(X, Y, 4, print_cost=True)
