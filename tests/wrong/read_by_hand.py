"""Diagnoses that name the true cause in words that the pattern of the wrong function does not foresee.

Read one by one beside the function: a function of a bank, and the sentence that it gets, to the letter. A sentence
that has changed since is read no more, and does not count until it is read again. The patterns stay as they were
written.
"""

FIRST = {
    "sigmoid_tanh": "This is the hyperbolic tangent, which runs from -1 to 1; sigmoid runs from 0 to 1.",
    # W1 is the hidden layer's weights
    "initialize_parameters_large": (
        "The weights of the hidden layer are 100 times too large: scale them by 0.01."
    ),
    # b1 is the hidden layer's biases
    "forward_propagation_no_bias": "The biases of the hidden layer are left out.",
    # db is the gradient of a bias
    "backward_propagation_biases_sums": (
        "The gradients of the biases are sums over the examples; divide them by the number of examples."
    ),
    "update_parameters_forgets": "The parameters come back as they were: no step was taken.",
    "tanh_one_minus": (
        "The fraction stands on its head: the difference of the exponentials belongs above the line."
    ),
    "tanh_negative": "The curve falls; it should rise. Look at the order of the difference.",
    "relu_absolute": "Negative numbers change their sign; they should become 0.",
    "initialize_parameters_random_unscaled": "The weights are not multiplied by ten.",
    # theta times too much: a multiplication too many
    "forward_propagation_squared": (
        "J is theta times what is expected, in every case: a division by theta is missing, or you multiply by it "
        "once too often."
    ),
    # divide by all of 2 epsilon
    "gradient_check_bracket": (
        "The result is 1 whatever theta is: the measured slope is zero, has the wrong sign or is far "
        "too large. Subtract the cost below theta from the cost above it, and divide by all of 2 "
        "epsilon."
    ),
    # the slope is zero: the costs are not subtracted
    "gradient_check_minus_is_plus": (
        "The result is 1 whatever theta is: the measured slope is zero, has the wrong sign or is far "
        "too large. Subtract the cost below theta from the cost above it, and divide by all of 2 "
        "epsilon."
    ),
    # the lower point is theta_minus
    "gradient_check_n_minus_from_plus": (
        "The slopes are one-sided: the lower point is the parameters themselves (perhaps it is made "
        "from the upper one), and the result is about 1/3 even where the gradients are right. Take "
        "epsilon off a fresh copy of them."
    ),
    "gradient_check_n_zero": (
        "The measured slopes are (nearly) zero: subtract the cost at the lower point from that at the"
        " upper one, and divide by all of 2 epsilon."
    ),
    "backward_propagation_n_four": (
        "You found one of the two planted errors; the other is in db1, which is four times what it should be."
    ),
    "schedule_lr_decay_no_floor": (
        "The rate falls with every epoch; it is to fall once an interval, so count only whole intervals."
    ),
    "update_running_statistics_variance_stays": (
        "Only the mean follows the batch; the variance has to follow it too."
    ),
    # scale and shift are gamma and beta
    "batch_norm_backward_means": (
        "The gradients of scale and shift are means over the examples; here they are sums, as the brief says."
    ),
}
SECOND = {
    "model_predictions_exchanged": "The predictions of the two sets are exchanged.",
    # the values before activation are Z1
    "backward_propagation_wrong_key_3": (
        "The output layer's weights saw the hidden values after activation; use those, not the ones "
        "before. That explains dW2; correct it first."
    ),
    # the probability of being dropped is 1 - keep_prob
    "backward_propagation_with_dropout_divides_by_rest": (
        "The masked gradients are divided by the probability of being dropped; divide by that of being kept."
    ),
    # computed before it is divided, dZ2 lacks the division
    "backward_propagation_with_dropout_swapped_5": (
        "dZ2, dW2, db2 and 4 more are keep_prob times what is expected, in every case: a division by "
        "keep_prob is missing, or you multiply by it once too often."
    ),
    # scale and shift are gamma and beta
    "batch_norm_forward_roles": "Scale and shift are exchanged.",
}
NAMED = FIRST | SECOND
