"""What gets through where there are no walls, with the reason; nothing gets through any other tier."""

from grader.model import Tier

FILES = "without walls it reads and writes what the user who grades can"
PROCESSES = "without walls it starts and signals processes as the user who grades can"
NETWORK = "without walls it shares the machine's network"
NAMESPACES = "without walls it may make itself a namespace, in which it is root of nothing"

KNOWN: dict[Tier, dict[str, str]] = {
    Tier.PROCESS: {
        "files_change_our_code": FILES,
        "files_change_python": FILES,
        "files_change_their_rights": FILES,
        "files_dig_deep_folders": FILES,
        "files_fill_the_disk_with_many": FILES,
        "files_link_out_of_the_folder": FILES,
        "files_use_shared_memory": FILES,
        "files_use_up_the_inodes": FILES,
        "files_write_outside": FILES,
        "judge_reads_the_checks": FILES,
        "judge_sends_a_pickle": FILES,
        "processes_fork": PROCESSES,
        "processes_fork_many": PROCESSES,
        "processes_fork_twice": PROCESSES,
        "processes_kill_their_parent": PROCESSES,
        "processes_outlive_their_limit": PROCESSES,
        "processes_run_a_program": PROCESSES,
        "processes_start_a_thousand_threads": PROCESSES,
        "processes_stop_their_parent": PROCESSES,
        "processes_use_multiprocessing": PROCESSES,
        "secrets_become_root": NAMESPACES,
        "secrets_connect_to_a_server": NETWORK,
        "secrets_count_the_machine_s_processes": PROCESSES,
        "secrets_make_system_calls_itself": NETWORK,
        "secrets_read_a_file": FILES,
        "secrets_read_another_process": PROCESSES,
        "secrets_read_the_users": FILES,
        "secrets_resolve_a_name": NETWORK,
        "secrets_send_a_datagram": NETWORK,
        "secrets_trace_another_process": PROCESSES,
        "secrets_use_an_abstract_socket": NETWORK,
        "state_leaves_a_file_for_the_next_student": FILES,
        "state_leaves_a_folder_beside_its_own": FILES,
    },
    Tier.KERNEL: {},
    Tier.FULL: {},
}

# An attack that would harm the machine that runs the tests where nothing holds it back.
UNSAFE: dict[Tier, frozenset[str]] = {
    Tier.PROCESS: frozenset(
        {
            "processes_kill_their_parent",
            "processes_stop_their_parent",
            "secrets_mount_a_filesystem",
            "secrets_trace_another_process",
        }
    )
}
